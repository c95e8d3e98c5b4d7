using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// 5,000 rows of 14 columns with default options: zeros and rare categories occur as often as they did, within two minutes.
/// </summary>
internal sealed class RareValues : IFieldCheck
{
    private const int Rows = 5000;
    private const int Numbers = 10;

    public int Number => 22;

    public string Fault => "zero-inflated columns lose their zeros, rare categories vanish, and training takes many minutes";

    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var real = Enumerable.Range(0, Rows).Select(_ => Make(random)).ToArray();
        var data = ml.Data.LoadFromEnumerable(real, Schema());
        var split = ml.Transforms.CustomMapping<Row, Wide>(Widen, null).Fit(data).Transform(data);
        string[] columns = ["Damage", "Species", .. Enumerable.Range(0, Numbers).Select(i => $"N{i}"), "Region"];
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime; // not less than the wall clock of a machine with nothing else to do
        using var model = ml.Transforms.AugmentTableWithGan(columns, "Claimed").Fit(ml.Data.Cache(split));
        process.Refresh();
        var seconds = (process.TotalProcessorTime - before).TotalSeconds;
        var made = model.GenerateRows(Rows, seed: 1);
        var realZeros = real.Count(row => row.Damage == 0) / (double)Rows;
        var zeros = made.GetColumn<float>("Damage").Count(damage => damage == 0) / (double)Rows;
        var variation = Variation(real.Select(row => row.Species), made.GetColumn<string>("Species"));
        Console.Error.WriteLine(FormattableString.Invariant(
            $"(field.22: {seconds:F0} s of a processor; zeros {zeros:P1} of {realZeros:P1}; ")
            + FormattableString.Invariant($"total variation of 20 categories {variation:F3})"));
        return seconds <= 120 && Math.Abs(zeros - realZeros) <= 0.03 && variation <= 0.05;
    }

    private static SchemaDefinition Schema()
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema["Values"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Numbers);
        return schema;
    }

    private static Row Make(Random random)
    {
        var factor = Draws.Normal(random);
        var isClaimed = factor + Draws.Normal(random) > 1.5;
        return new Row
        {
            Values = [.. Enumerable.Range(0, Numbers).Select(i => (float)(((i % 3) * factor / 2) + Draws.Normal(random)))],
            Damage = random.NextDouble() < 0.9 ? 0 : (float)Math.Exp(6 + (isClaimed ? 1 : 0) + Draws.Normal(random)),
            Species = $"s{(int)(20 * Math.Pow(random.NextDouble(), 2.5))}",
            Region = factor > 0 ? "north" : "south",
            Claimed = isClaimed,
        };
    }

    private static void Widen(Row row, Wide wide)
    {
        (wide.N0, wide.N1, wide.N2, wide.N3, wide.N4) = (row.Values[0], row.Values[1], row.Values[2], row.Values[3], row.Values[4]);
        (wide.N5, wide.N6, wide.N7, wide.N8, wide.N9) = (row.Values[5], row.Values[6], row.Values[7], row.Values[8], row.Values[9]);
    }

    private static double Variation(IEnumerable<string> real, IEnumerable<string> made)
    {
        var (a, b) = (real.CountBy(value => value).ToDictionary(), made.CountBy(value => value).ToDictionary());
        return a.Keys.Union(b.Keys).Sum(key => Math.Abs(a.GetValueOrDefault(key) - b.GetValueOrDefault(key))) / (2.0 * Rows);
    }

    internal sealed class Row
    {
        public float[] Values { get; set; } = [];

        public float Damage { get; set; }

        public string Species { get; set; } = "";

        public string Region { get; set; } = "";

        public bool Claimed { get; set; }
    }

    internal sealed class Wide
    {
        public float N0 { get; set; }

        public float N1 { get; set; }

        public float N2 { get; set; }

        public float N3 { get; set; }

        public float N4 { get; set; }

        public float N5 { get; set; }

        public float N6 { get; set; }

        public float N7 { get; set; }

        public float N8 { get; set; }

        public float N9 { get; set; }
    }
}
