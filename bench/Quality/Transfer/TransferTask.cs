namespace DeepML.Bench;

/// <summary>
/// Learning that carries over: several labels of each row, several tasks at once, and layers taken over. "transfer.many" asks for a part.
/// </summary>
internal sealed class TransferTask : IQualityTask
{
    private static readonly (string Name, Func<IEnumerable<(string Name, double Value)>> Run)[] Parts =
    [
        ("transfer.many", DigitMarks.Run),
        ("transfer.tasks", DigitTasks.Run),
        ("transfer.mlp", CarriedDigits.Run),
        ("transfer.text", CarriedWords.Run),
        ("transfer.lbfgs", WholeBatchDigits.Run),
        ("transfer.regularizers", WeightLimits.Run),
    ];

    /// <inheritdoc/>
    public string Name => "transfer";

    /// <inheritdoc/>
    public IEnumerable<(string Name, double Value)> Run() => Run([]);

    /// <inheritdoc/>
    public IEnumerable<(string Name, double Value)> Run(string[] asked) =>
        Parts.Where(part => Catalog.IsAskedFor(part.Name, asked) || asked.Contains(Name)).SelectMany(part => part.Run());
}
