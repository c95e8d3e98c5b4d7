namespace DeepML;

/// <summary>The function applied to a series before anything else, and undone on the forecast.</summary>
public enum SeriesTransformation
{
    /// <summary>The logarithm if every value is positive and the spread grows with the level, else none.</summary>
    Auto,

    /// <summary>None.</summary>
    None,

    /// <summary>The natural logarithm; every value must be above 0.</summary>
    Log,

    /// <summary>
    /// (y^λ - 1) / λ with λ in (0, 1], estimated from how the spread grows with the level; every value must be at least 0.
    /// </summary>
    BoxCox,
}
