namespace DeepML;

/// <summary>What a forecasting network answers for each step, and by which loss it learns it.</summary>
public enum ForecastDistribution
{
    /// <summary>One number, by squared error; bounds come from errors on the end of the training data, held out for that.</summary>
    Point,

    /// <summary>
    /// The median and the two quantiles that bound the confidence level, by the pinball loss (Koenker and Bassett, Econometrica 46, 1978).
    /// Bounds of another level than trained are these, stretched as for a normal distribution.
    /// </summary>
    Quantile,

    /// <summary>Mean and deviation of a normal distribution, by its likelihood (Salinas et al., arXiv:1704.04110).</summary>
    Gaussian,

    /// <summary>Centre and width of Student's t distribution, by its likelihood: outliers pull less.</summary>
    StudentT,
}
