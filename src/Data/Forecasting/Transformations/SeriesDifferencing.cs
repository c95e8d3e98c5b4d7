namespace DeepML;

/// <summary>What a forecasting network sees of a series: its values or their changes. Forecasts are always values.</summary>
public enum SeriesDifferencing
{
    /// <summary>The values themselves.</summary>
    None,

    /// <summary>The change from each value to the next.</summary>
    First,

    /// <summary>The change from the same place in the season before.</summary>
    Seasonal,
}
