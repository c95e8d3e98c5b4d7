using DeepML.Data;

namespace DeepML.Estimators;

/// <summary>How often a network is trained where the options leave it open: the written rule of docs/defaults.md.</summary>
internal static class RepeatedSplits
{
    /// <summary>Networks that are trained and averaged by themselves.</summary>
    public const int Usual = 5;

    /// <summary>Networks at most.</summary>
    public const int Most = 100;

    /// <summary>Rows from which on one network and one split do: several would take long, and win little.</summary>
    public const long ManyRows = 2500;

    /// <summary>Fewer rows than this make no parts of which each could be judged by.</summary>
    public const long FewestRows = 20;

    /// <summary>How often a network is trained on so many rows.</summary>
    /// <param name="rows">The rows; null if they are not counted.</param>
    public static int For(long? rows) => rows is >= FewestRows and < ManyRows ? Usual : 1;

    /// <summary>Refuses rows that cannot be split so often.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="count">Parts.</param>
    /// <param name="option">The option that asks for them.</param>
    /// <exception cref="InvalidOperationException">They are streamed, or fewer than the parts.</exception>
    public static void Check(IBatchSource rows, int count, string option)
    {
        if (rows is not IPickedRows)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{option} is {count}, and rows that do not fit Training.MemoryBudget are not split: raise it, set {option} to 1, or give ")
                + "Fit rows of their own to judge by.");
        if (Folds.Counting(rows) is var counting && counting < count && counting < rows.RowCount)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{option} is {count}, and {counting} rows have a weight above 0: of these each part needs one. Set it to at most ")
                + FormattableString.Invariant($"{Math.Max(1, counting)}."));
        if (rows.RowCount < count)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{option} is {count}, and {rows.RowCount} rows make no {count} parts: set it to at most {rows.RowCount}."));
    }
}
