namespace DeepML.Bench;

/// <summary>What is to be told from a row.</summary>
internal enum TableTask
{
    /// <summary>One of several classes.</summary>
    Class,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>A number.</summary>
    Number,
}
