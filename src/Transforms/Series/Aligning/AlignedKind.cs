namespace DeepML.Transforms;

/// <summary>What comes out of a column that is brought onto a clock.</summary>
internal enum AlignedKind
{
    /// <summary>A float.</summary>
    Single,

    /// <summary>A double.</summary>
    Double,

    /// <summary>Yes or no; no where there is no value.</summary>
    Boolean,
}
