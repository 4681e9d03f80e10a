# The serving side of rival.ts in R: glmnet, on a dgCMatrix where the table is sparse, intercept on, nothing standardised, the whole path.
# tolerance: thresh
if (!requireNamespace("glmnet", quietly = TRUE)) {
  cat("absent R has no package glmnet\n")
  quit()
}
suppressPackageStartupMessages({
  library(Matrix)
  library(glmnet)
})
# without these glmnet ends a path where the fit is good enough
glmnet.control(fdev = 0, devmax = 1)

numbers <- function(folder, name, count) readBin(file.path(folder, name), "double", count)
integers <- function(folder, name, count) readBin(file.path(folder, name), "integer", count)
now <- function() 1e3 * as.numeric(Sys.time())

cat("ok glmnet", as.character(packageVersion("glmnet")), paste0("R ", getRversion()), "\n")
flush(stdout())
input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) > 0) {
  words <- strsplit(line, " ")[[1]]
  reply <- tryCatch(
    switch(words[1],
      load = {
        size <- as.integer(words[3:5])
        X <- if (file.exists(file.path(words[2], "indptr.i32"))) {
          indptr <- integers(words[2], "indptr.i32", size[2] + 1)
          entries <- indptr[size[2] + 1]
          rows <- integers(words[2], "indices.i32", entries)
          new("dgCMatrix", i = rows, p = indptr, x = numbers(words[2], "data.f64", entries), Dim = size[1:2])
        } else {
          matrix(numbers(words[2], "X.f64", size[1] * size[2]), size[1], size[2])
        }
        y <- numbers(words[2], "y.f64", size[1])
        lambdas <- numbers(words[2], "lambdas.f64", size[3])
        "ok"
      },
      ready = "ok",
      fit = {
        gc(FALSE)
        started <- now()
        thresh <- as.numeric(words[3])
        fit <- if (words[2] %in% c("naive", "covariance")) {
          glmnet(X, y, lambda = lambdas, standardize = FALSE, type.gaussian = words[2], thresh = thresh, maxit = 1e8)
        } else {
          glmnet(X, y, "binomial", lambda = lambdas, standardize = FALSE, type.logistic = words[2], thresh = thresh, maxit = 1e8)
        }
        took <- now() - started
        if (length(fit$lambda) < length(lambdas)) stop("the path ends at number ", length(fit$lambda))
        paste("ok", format(took, digits = 9))
      },
      answer = {
        writeBin(as.vector(rbind(fit$a0, as.matrix(fit$beta))), words[2])
        "ok"
      }
    ),
    error = function(e) paste("error", gsub("\n", " ", conditionMessage(e)))
  )
  cat(reply, "\n", sep = "")
  flush(stdout())
}
