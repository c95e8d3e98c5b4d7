using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Amounts over twelve powers of ten keep their small ones, and a number of the customer is not copied.</summary>
internal sealed class HeavyTails : IFieldCheck
{
    private const int Rows = 1200;

    public int Number => 8;

    public string Fault => "heavy-tailed numbers collapse to the large ones, identifiers are copied";

    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var real = Enumerable.Range(0, Rows).Select(i => new Row
        {
            Customer = $"C{100000 + (i * 7)}",
            Amount = (float)Math.Pow(10, (i % 12) - 2),
            Spread = (float)Math.Pow(10, (i % 12) - 2 + random.NextDouble()),
            Paid = i % 3 == 0,
        }).ToArray();
        var data = ml.Data.LoadFromEnumerable(real);
        var options = new GanAugmenterOptions();
        using var model = ml.Transforms.AugmentTableWithGan(
            ["Customer", "Amount", "Spread"], "Paid", options with { Training = options.Training with { Epochs = 60 } }).Fit(data);
        var made = ml.Data.CreateEnumerable<Row>(model.GenerateRows(2000, seed: 1), reuseRowObject: false).ToArray();
        var known = real.Select(row => row.Customer).ToHashSet();
        return IsKept(row => row.Amount) && IsKept(row => row.Spread) && !made.Any(row => known.Contains(row.Customer))
            && made.Select(row => row.Customer).Distinct().Count() == made.Length && model.Compare(data, seed: 2).Warnings.Count == 0;

        bool IsKept(Func<Row, float> amount) =>
            Math.Abs((real.Count(row => amount(row) < 300) / (double)Rows)
                - (made.Count(row => amount(row) < 300) / (double)made.Length)) < 0.1;
    }

    internal sealed class Row
    {
        public string Customer { get; set; } = "";

        public float Amount { get; set; }

        public float Spread { get; set; }

        public bool Paid { get; set; }
    }
}
