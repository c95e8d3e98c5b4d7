namespace DeepML.Networks;

/// <summary>A block that adds to a shortcut.</summary>
internal interface IResidualModule
{
    /// <summary>Share of the rows that take the shortcut alone in training, in [0, 1).</summary>
    double SkipShare { get; set; }
}
