namespace DeepML.CommandLine.Training;

/// <summary>Names of what can be learned.</summary>
internal static class TaskNames
{
    /// <summary>One of several classes.</summary>
    public const string Multiclass = "multiclass";

    /// <summary>Yes or no.</summary>
    public const string Binary = "binary";

    /// <summary>A number.</summary>
    public const string Regression = "regression";

    /// <summary>The next values of a series.</summary>
    public const string Forecast = "forecast";

    /// <summary>Rows unlike the others.</summary>
    public const string Anomaly = "anomaly";

    /// <summary>A few numbers that stand for a row.</summary>
    public const string Codes = "codes";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Multiclass, Binary, Regression, Forecast, Anomaly, Codes];

    /// <summary>Those that predict a label of each row.</summary>
    public static IReadOnlyList<string> Supervised { get; } = [Multiclass, Binary, Regression];
}
