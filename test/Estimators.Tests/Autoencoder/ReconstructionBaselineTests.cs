using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class ReconstructionBaselineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Beside_the_input_as_it_is_a_thousand_rows_drawn_by_chance_are_judged()
    {
        var random = new Random(7);
        var rows = Enumerable.Range(0, 3000).Select(i => new Pair
        {
            // Errors grow from row to row: the first thousand would have a ninth of the mean.
            Given = [.. Enumerable.Range(0, 4).Select(_ => (float)(i / 3000.0 * (random.Next(2) * 2 - 1)))],
            Wanted = new float[4],
        }).ToArray();
        using var model = Fit(rows, nameof(Pair.Wanted), code: 2);
        var baseline = model.TrainingHistory.Baseline!;
        Assert.AreEqual("the input as it is", baseline.Name);
        StringAssert.EndsWith(baseline.Measure, " of 1024 training rows drawn by chance");
        Assert.AreEqual(1 / 3.0, baseline.Value, 0.03);
    }

    [TestMethod]
    public void Beside_components_every_row_is_judged()
    {
        using var model = Fit(Rows(2000, 6), null, code: 2);
        var baseline = model.TrainingHistory.Baseline!;
        Assert.AreEqual("PCA with 2 components", baseline.Name);
        Assert.AreEqual("mean squared error of the reconstruction", baseline.Measure);
    }

    [TestMethod]
    public void Very_wide_rows_are_judged_beside_the_means_of_their_columns()
    {
        var rows = Rows(50, 2100);
        using var model = Fit(rows, null, code: 2);
        var variance = Enumerable.Range(0, 2100).Average(column =>
        {
            var values = rows.Select(row => (double)row.Given[column]).ToArray();
            return values.Average(value => Math.Pow(value - values.Average(), 2));
        });
        Assert.AreEqual("the mean of each column", model.TrainingHistory.Baseline!.Name);
        Assert.AreEqual(variance, model.TrainingHistory.Baseline.Value, variance / 1000);
    }

    private AutoencoderTransformer Fit(Pair[] rows, string? target, int code)
    {
        var schema = SchemaDefinition.Create(typeof(Pair));
        schema[nameof(Pair.Given)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Given.Length);
        schema[nameof(Pair.Wanted)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Wanted.Length);
        return _ml.Transforms.Autoencoder("Code", nameof(Pair.Given), new AutoencoderOptions
        {
            HiddenSizes = [4],
            CodeSize = code,
            TargetColumnName = target,
            Training = new TrainingOptions { Epochs = 1, BatchSize = 100 },
        }).Fit(_ml.Data.LoadFromEnumerable(rows, schema));
    }

    private static Pair[] Rows(int count, int width)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => new Pair
        {
            Given = [.. Enumerable.Range(0, width).Select(_ => random.NextSingle())],
            Wanted = [0],
        })];
    }

    private sealed class Pair
    {
        public float[] Given { get; set; } = [];

        public float[] Wanted { get; set; } = [];
    }
}
