namespace DeepML.CommandLine.Tables;

/// <summary>What the cells of a column are.</summary>
internal enum CellKind
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>Texts, which stand for categories.</summary>
    Text,

    /// <summary>Dates, with a time or without.</summary>
    Date,
}
