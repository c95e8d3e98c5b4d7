using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Estimators.Tests.GanAugmenter;

/// <summary>
/// What the shared workout asks of an architecture, for one that adds rows and no columns: the shared one compares the columns
/// that a model adds, row by row, of which there are none here.
/// </summary>
[TestClass]
public sealed class GanAugmenterWorkout
{
    private static readonly GanAugmenterOptions Marked = GanTestRows.Tiny with { MarkerColumnName = "IsSynthetic" };

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void The_schema_promised_is_the_schema_produced(bool isTable)
    {
        var ml = new MLContext(seed: 1);
        var (data, estimator) = Make(ml, isTable);
        var promised = Describe(estimator.GetOutputSchema(Shape(data.Schema)));
        using var model = estimator.Fit(data);
        CollectionAssert.AreEquivalent(promised, Describe(Shape(model.GetOutputSchema(data.Schema))));
        CollectionAssert.AreEquivalent(promised, Describe(Shape(model.Transform(data).Schema)));
        Assert.IsTrue(promised.Contains("IsSynthetic: Boolean"));
    }

    [TestMethod]
    [DataRow(false, "Features")]
    [DataRow(false, "Label")]
    [DataRow(true, "Amount")]
    [DataRow(true, "Kind")]
    public void A_missing_column_is_refused_by_name_before_any_work(bool isTable, string name)
    {
        var ml = new MLContext(seed: 1);
        var (data, estimator) = Make(ml, isTable);
        var without = ml.Transforms.DropColumns(name).Fit(data).Transform(data);
        Refuses(() => estimator.GetOutputSchema(Shape(without.Schema)), name);
        Refuses(() => estimator.Fit(without), name);
    }

    [TestMethod]
    public void A_label_that_is_no_key_is_refused_by_name()
    {
        var ml = new MLContext(seed: 1);
        var data = Blobs.WithKeys(ml);
        foreach (var label in new[] { "Name", "IsFirst", "Number" })
        {
            var estimator = ml.Transforms.AugmentWithGan("Features", label, GanTestRows.Tiny);
            Refuses(() => estimator.GetOutputSchema(Shape(data.Schema)), label);
            Refuses(() => estimator.Fit(data), label);
        }
    }

    [TestMethod]
    public void A_vector_in_a_table_and_a_number_as_its_label_are_refused_together()
    {
        var ml = new MLContext(seed: 1);
        var data = Blobs.WithKeys(ml);
        var estimator = ml.Transforms.AugmentTableWithGan(["Features"], "Number", GanTestRows.Tiny);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(data));
        StringAssert.Contains(error.Message, "'Features'");
        StringAssert.Contains(error.Message, "'Number'");
        Refuses(() => estimator.GetOutputSchema(Shape(data.Schema)), "Number");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_reloaded_model_adds_exactly_the_same_rows(bool isTable)
    {
        var ml = new MLContext(seed: 1);
        var (data, estimator) = Make(ml, isTable);
        using var model = estimator.Fit(data);
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        using var reloaded = (GanAugmenterTransformer)new MLContext().Model.Load(file, out _);
        CollectionAssert.AreEqual(Text(model.Transform(data)), Text(reloaded.Augment(data)));
        Assert.AreEqual(Cells.Count(data), Cells.Count(reloaded.Transform(data)), "not the view that it was fitted to");
        CollectionAssert.AreEqual(Text(model.GenerateRows(20, seed: 5)), Text(reloaded.GenerateRows(20, seed: 5)));
        CollectionAssert.AreEqual(model.Classes.ToArray(), reloaded.Classes.ToArray());
        CollectionAssert.AreEqual(model.TrainingHistory.Epochs.ToArray(), reloaded.TrainingHistory.Epochs.ToArray());
        Assert.AreEqual(model.ParameterCount, reloaded.ParameterCount);
    }

    [TestMethod]
    public void The_same_seed_makes_the_same_rows_and_another_seed_others()
    {
        var first = Fitted(7);
        CollectionAssert.AreEqual(first, Fitted(7));
        CollectionAssert.AreNotEqual(first, Fitted(8));

        static string[] Fitted(int seed)
        {
            var ml = new MLContext(seed);
            using var model = ml.Transforms.AugmentWithGan("Features", "Label", GanTestRows.Tiny).Fit(Blobs.WithKeys(ml));
            return Text(model.GenerateRows(10, seed: 1));
        }
    }

    [TestMethod]
    public void No_tensor_is_left_alive_by_fitting_generating_and_saving()
    {
        foreach (var isTable in new[] { false, true })
            LiveTensors.AreIndependentOfSteps(() => FitGenerateSave(isTable, 0.5), () => FitGenerateSave(isTable, 1));

        static void FitGenerateSave(bool isTable, double fraction)
        {
            var ml = new MLContext(seed: 1);
            var (all, estimator) = Make(ml, isTable);
            var data = ml.Data.TakeRows(all, (long)(fraction * Cells.Count(all)));
            using var model = estimator.Fit(data);
            _ = Text(model.Transform(data));
            _ = model.Compare(data, seed: 1);
            if (!isTable)
                _ = model.Interpolate(model.DrawLatent(1), model.DrawLatent(2), 3, model.Classes[0]);
            using var file = new MemoryStream();
            ml.Model.Save(model, data.Schema, file);
            file.Position = 0;
            ((IDisposable)ml.Model.Load(file, out _)).Dispose();
        }
    }

    [TestMethod]
    public void No_tensor_is_left_alive_by_a_fit_that_is_refused()
    {
        var ml = new MLContext(seed: 1);
        var estimator = ml.Transforms.AugmentWithGan("Features", "Label", GanTestRows.Tiny with { Picture = new GanPicture(3, 3) });
        Assert.ThrowsExactly<InvalidOperationException>(() => estimator.Fit(Blobs.WithKeys(ml)));
        var before = LiveTensors.Count();
        Assert.ThrowsExactly<InvalidOperationException>(() => estimator.Fit(Blobs.WithKeys(ml)));
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    /// <summary>Every row of a view as text, whatever its columns.</summary>
    internal static string[] Text(IDataView data) =>
        [.. data.Preview(10_000).RowView.Select(
            row => string.Join(
                "|", row.Values.Select(
                    v => $"{v.Key}={(v.Value is VBuffer<float> numbers ? string.Join(",", numbers.DenseValues()) : v.Value)}")))];

    private static (IDataView Data, GanAugmenterEstimator Estimator) Make(MLContext ml, bool isTable) => isTable
        ? (GanTestRows.Table(ml), GanTestRows.TableEstimator(ml, Marked))
        : (Blobs.WithKeys(ml), ml.Transforms.AugmentWithGan("Features", "Label", Marked with { Amount = GanAmount.PerClass(4) }));

    private static void Refuses(Action action, string name) =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(action).Message, $"column '{name}'");

    private static SchemaShape Shape(DataViewSchema schema) =>
        new(schema.Where(c => !c.IsHidden).Select(c => SchemaShapes.Column(c.Name, c.Type)));

    private static string[] Describe(SchemaShape shape) => [.. shape.Select(c => $"{c.Name}: {SchemaShapes.Describe(c)}")];
}
