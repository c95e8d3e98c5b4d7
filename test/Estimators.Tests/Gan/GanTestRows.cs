using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.GanAugmenter;

/// <summary>Small data and quickly trained augmenters.</summary>
internal static class GanTestRows
{
    public static GanAugmenterOptions Tiny { get; } = new()
    {
        LatentSize = 4,
        GeneratorSizes = [16],
        DiscriminatorSizes = [16],
        Dropout = 0,
        Method = AugmentationMethod.Gan,
        Training = new GanAugmenterOptions().Training with { Epochs = 3, BatchSize = 16, LearningRate = 2e-3 },
    };

    /// <summary>Blobs with keys; the first class has fewer rows than the others.</summary>
    public static IDataView Unbalanced(MLContext ml)
    {
        var rows = ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(ml, 75), reuseRowObject: false)
            .Where((row, i) => !row.IsFirst || i < 36).ToArray();
        var data = ml.Data.LoadFromEnumerable(rows);
        return ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
    }

    /// <summary>A table with a number, a whole number, a text, a boolean and a key.</summary>
    public static IDataView Table(MLContext ml, int rows = 120, Action<TableRow, int>? change = null)
    {
        var random = new Random(3);
        var made = Enumerable.Range(0, rows).Select(i =>
        {
            var isRare = i % 6 == 0;
            var row = new TableRow
            {
                Amount = (float)((isRare ? 10 : -5) + random.NextDouble()),
                Visits = random.Next(1, 9),
                Country = isRare ? "FR" : random.Next(3) == 0 ? "DE" : "IT",
                IsNew = random.Next(2) == 0,
                Kind = isRare ? "rare" : "usual",
                Note = "not learned",
            };
            change?.Invoke(row, i);
            return row;
        }).ToArray();
        var data = ml.Data.LoadFromEnumerable(made);
        return ml.Transforms.Conversion.MapValueToKey("Kind").Fit(data).Transform(data);
    }

    public static string[] TableColumns { get; } = ["Amount", "Visits", "Country", "IsNew"];

    public static GanAugmenterEstimator TableEstimator(MLContext ml, GanAugmenterOptions? options = null) =>
        ml.Transforms.AugmentTableWithGan(TableColumns, "Kind", options ?? Tiny);

    public sealed class TableRow
    {
        public float Amount { get; set; }

        public int Visits { get; set; }

        public string Country { get; set; } = "";

        public bool IsNew { get; set; }

        public string Kind { get; set; } = "";

        public string Note { get; set; } = "";
    }
}
