namespace DeepML;

/// <summary>What is done with a row whose sound is missing or cannot be read.</summary>
public enum UnreadableAudio
{
    /// <summary>Work ends with an error that names column, row, file and fault.</summary>
    Error,

    /// <summary>
    /// The row has one sample, NaN, and so NaN in all that is made of it. <c>ml.Data.FilterRowsByMissingValues</c> leaves such rows out.
    /// </summary>
    MissingValue,
}
