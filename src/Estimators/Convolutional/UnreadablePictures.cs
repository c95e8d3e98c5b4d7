namespace DeepML;

/// <summary>What is done with a row whose picture is missing or cannot be read.</summary>
public enum UnreadablePictures
{
    /// <summary>Work ends with an error that names column, row and, where it is known, the file.</summary>
    Error,

    /// <summary>Training leaves the row out; its scores are NaN and its class is missing.</summary>
    SkipRow,
}
