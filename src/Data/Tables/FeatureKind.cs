namespace DeepML.Data;

/// <summary>How a column of a table is read.</summary>
internal enum FeatureKind
{
    /// <summary>A number of any type; NaN is a missing one.</summary>
    Number,

    /// <summary>A boolean, as 0 or 1.</summary>
    Boolean,

    /// <summary>A vector of float of known size.</summary>
    Vector,

    /// <summary>A text, as the number of its category; an empty one is missing.</summary>
    Text,

    /// <summary>A key, as the number of its category; 0 is missing.</summary>
    Key,
}
