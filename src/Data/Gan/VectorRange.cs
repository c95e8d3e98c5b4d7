namespace DeepML.Data;

/// <summary>Where the networks' numbers of a vector lie.</summary>
internal enum VectorRange
{
    /// <summary>In [-1, 1], by the smallest and the largest number that was seen; generated ones stay between these.</summary>
    Bounded,

    /// <summary>At mean 0 and deviation 1.</summary>
    Standard,

    /// <summary>Where they are.</summary>
    AsGiven,
}
