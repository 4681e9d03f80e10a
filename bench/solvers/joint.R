# One path of glmnet: joint.R FOLDER kind n p K thresh → milliseconds; FOLDER/answer.f64 gets, λ by λ, K intercepts and K layers of p coefficients.
suppressPackageStartupMessages(library(glmnet))
glmnet.control(fdev = 0, devmax = 1)
words <- commandArgs(TRUE)
folder <- words[1]
kind <- words[2]
size <- as.integer(words[3:5])
numbers <- function(name, count) readBin(file.path(folder, paste0(name, ".f64")), "double", count)
X <- matrix(numbers("X", size[1] * size[2]), size[1], size[2])
lambdas <- numbers("lambdas", 1e4)
y <- numbers("y", 1e8)
response <- switch(kind, targets = matrix(y, size[1]), cox = cbind(time = y[1:size[1]], status = y[-(1:size[1])]), poisson = y, factor(y))
family <- switch(kind, targets = "mgaussian", cox = "cox", logistic = "binomial", poisson = "poisson", "multinomial")
type <- if (kind == "grouped classes") "grouped" else "ungrouped"
started <- as.numeric(Sys.time())
fit <- glmnet(X, response, family, lambda = lambdas, standardize = FALSE, thresh = as.numeric(words[6]), maxit = 1e9, type.multinomial = type)
took <- 1e3 * (as.numeric(Sys.time()) - started)
if (length(fit$lambda) < length(lambdas)) stop("the path ends early")
layers <- if (is.list(fit$beta)) lapply(fit$beta, as.matrix) else list(as.matrix(fit$beta))
intercepts <- if (is.null(fit$a0)) matrix(0, 1, length(lambdas)) else matrix(fit$a0, length(layers))
out <- file(file.path(folder, "answer.f64"), "wb")
for (k in seq_along(lambdas)) {
  writeBin(as.vector(intercepts[, k]), out)
  for (layer in layers) writeBin(as.vector(layer[, k]), out)
}
close(out)
cat(format(took, digits = 9), "\n")
