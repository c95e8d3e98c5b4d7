using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series;

/// <summary>A row of a machine's sensors.</summary>
internal class Reading
{
    public DateTime Time { get; set; }

    public string Machine { get; set; } = "";

    public float Value { get; set; }

    [VectorType(2)]
    public float[] Pair { get; set; } = [0, 0];

    public double Counter { get; set; }

    public bool Fault { get; set; }

    /// <summary>Rows of one machine, a minute apart.</summary>
    public static Reading[] Of(string machine, params float[] values) => [.. values.Select((value, i) => new Reading
    {
        Time = new DateTime(2026, 1, 1).AddMinutes(i),
        Machine = machine,
        Value = value,
        Pair = [value, -value],
        Counter = value,
        Fault = value > 0,
    })];

    /// <summary>Rows of two machines by turns, beginning with the first.</summary>
    public static Reading[] Mixed(Reading[] first, Reading[] second) =>
        [.. first.Zip(second, (a, b) => new[] { a, b }).SelectMany(pair => pair)];
}
