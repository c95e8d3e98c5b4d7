using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.GanAugmenter;

/// <summary>Which rows are added, and how they look.</summary>
[TestClass]
public sealed class GanAugmenterRowsTests
{
    [TestMethod]
    [DataRow("per class", 7, 7, 7)]
    [DataRow("factor", 18, 38, 38)]
    [DataRow("factor of smaller", 12, 0, 0)]
    [DataRow("balance", 13, 0, 0)]
    [DataRow("most of balance", 8, 0, 0)]
    [DataRow("classes", 0, 3, 0)]
    public void The_amount_says_how_many_rows_each_class_gets(string rule, int first, int second, int third)
    {
        var amount = rule switch
        {
            "per class" => GanAmount.PerClass(7),
            "factor" => GanAmount.Factor(2.5),
            "factor of smaller" => GanAmount.FactorOfSmaller(2),
            "balance" => GanAmount.Balance(),
            "most of balance" => GanAmount.Balance(0.8),
            _ => GanAmount.ForClasses(new Dictionary<string, int> { ["class 1"] = 3 }),
        };
        var ml = new MLContext(seed: 1);
        var data = GanTestRows.Unbalanced(ml);
        var real = Counts(data);
        CollectionAssert.AreEqual(new[] { 12, 25, 25 }, real);
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", GanTestRows.Tiny with { Amount = amount }).Fit(data);
        var added = Counts(model.Transform(data)).Select((count, i) => count - real[i]).ToArray();
        CollectionAssert.AreEqual(new[] { first, second, third }, added);
    }

    [TestMethod]
    public void Real_rows_come_first_and_unchanged_and_the_marker_tells_them_apart()
    {
        var ml = new MLContext(seed: 1);
        var data = Blobs.WithKeys(ml, 20);
        using var model = ml.Transforms.AugmentWithGan(
            "Features", "Label", GanTestRows.Tiny with { Amount = GanAmount.PerClass(5), MarkerColumnName = "Made" }).Fit(data);
        var all = model.Transform(data);
        CollectionAssert.AreEqual(Enumerable.Range(0, 35).Select(i => i >= 20).ToArray(), all.GetColumn<bool>("Made").ToArray());
        CollectionAssert.AreEqual(GanAugmenterWorkout.Text(data),
            GanAugmenterWorkout.Text(ml.Data.TakeRows(ml.Transforms.DropColumns("Made").Fit(all).Transform(all), 20)));
    }

    [TestMethod]
    public void Columns_that_were_not_learned_are_missing_in_synthetic_rows()
    {
        var ml = new MLContext(seed: 1);
        var data = Blobs.WithKeys(ml, 20);
        using var model =
            ml.Transforms.AugmentWithGan("Features", "Label", GanTestRows.Tiny with { Amount = GanAmount.PerClass(1) }).Fit(data);
        var made = ml.Data.SkipRows(model.Transform(data), 20);
        Assert.IsTrue(made.GetColumn<float>("Number").All(float.IsNaN));
        Assert.IsTrue(made.GetColumn<string>("Name").All(string.IsNullOrEmpty));
        CollectionAssert.AreEqual(new uint[] { 1, 2, 3 }, made.GetColumn<uint>("Label").ToArray());
        Assert.IsTrue(made.GetColumn<float[]>("Features").All(f => f.Length == Blobs.Width && f.All(v => v is >= 0 and <= 1)));
    }

    [TestMethod]
    public void Every_pass_and_every_set_of_columns_meets_the_same_rows()
    {
        var ml = new MLContext(seed: 1);
        var data = Blobs.WithKeys(ml, 20);
        using var model =
            ml.Transforms.AugmentWithGan("Features", "Label", GanTestRows.Tiny with { Amount = GanAmount.PerClass(300) }).Fit(data);
        var all = model.Transform(data);
        Assert.IsNull(all.GetRowCount());
        var first = all.GetColumn<float[]>("Features").ToArray();
        Assert.AreEqual(920L, all.GetRowCount());
        var second = GanAugmenterWorkout.Text(ml.Transforms.SelectColumns("Features").Fit(all).Transform(all));
        CollectionAssert.AreEqual(first.Select(f => $"Features={string.Join(",", f)}").ToArray(), second);
        using var cursor = all.GetRowCursor([]);
        var id = default(DataViewRowId);
        var ids = new HashSet<DataViewRowId>();
        var get = cursor.GetIdGetter();
        while (cursor.MoveNext())
        {
            get(ref id);
            Assert.IsTrue(ids.Add(id), $"row {cursor.Position} shares its identity with another");
        }
        Assert.AreEqual(920, ids.Count);
    }

    [TestMethod]
    public void In_the_training_scope_only_trainers_see_synthetic_rows()
    {
        var ml = new MLContext(seed: 1);
        var data = Blobs.Create(ml, 60);
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(ml.Transforms.AugmentWithGan("Features", "Label", GanTestRows.Tiny with { Amount = GanAmount.PerClass(50) }),
                TransformerScope.Training)
            .Append(new CountingEstimator(ml))
            .Append(ml.MulticlassClassification.Trainers.SdcaMaximumEntropy("Label", "Features"));
        var model = pipeline.Fit(data);
        Assert.AreEqual(60 + 150, CountingEstimator.RowsSeen);
        Assert.AreEqual(60, model.Transform(data).GetColumn<uint>("PredictedLabel").Count());
        using var engine = ml.Model.CreatePredictionEngine<Blobs.Row, Answer>(model);
        Assert.AreEqual(3, engine.Predict(new Blobs.Row { Features = new float[Blobs.Width] }).Score.Length);
        ((IDisposable)model).Dispose();
    }

    [TestMethod]
    public void Without_a_scope_rows_that_are_evaluated_get_no_company_either()
    {
        var ml = new MLContext(seed: 1);
        var data = Blobs.Create(ml, 60);
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(ml.Transforms.AugmentWithGan(
                "Features", "Label", GanTestRows.Tiny with { Amount = GanAmount.PerClass(50), MarkerColumnName = "Made" }))
            .Append(new CountingEstimator(ml))
            .Append(ml.MulticlassClassification.Trainers.SdcaMaximumEntropy("Label", "Features"));
        var told = new List<string>();
        ml.Log += (_, e) => told.Add(e.Message);
        var model = pipeline.Fit(data);
        Assert.AreEqual(60 + 150, CountingEstimator.RowsSeen, "the trainers");
        Assert.AreEqual(60, model.Transform(data).GetColumn<uint>("PredictedLabel").Count(), "the same rows, evaluated");
        Assert.IsFalse(model.Transform(Blobs.Create(ml, 30)).GetColumn<bool>("Made").Any(made => made));
        Assert.ContainsSingle(message => message.Contains("pass without synthetic rows", StringComparison.Ordinal), told);
        var folds = ml.MulticlassClassification.CrossValidate(data, pipeline, numberOfFolds: 3, labelColumnName: "Label");
        Assert.AreEqual(
            60, folds.Sum(fold => fold.ScoredHoldOutSet.GetColumn<uint>("PredictedLabel").Count()), "each row is held out once");
        ((IDisposable)model).Dispose();
    }

    [TestMethod]
    public void The_row_mapper_leaves_rows_as_they_are()
    {
        var ml = new MLContext(seed: 1);
        var data = Blobs.WithKeys(ml, 20);
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", GanTestRows.Tiny with { MarkerColumnName = "Made" }).Fit(data);
        var mapper = model.GetRowToRowMapper(data.Schema);
        using var cursor = data.GetRowCursor(mapper.GetDependencies(mapper.OutputSchema));
        using var row = mapper.GetRow(cursor, mapper.OutputSchema);
        var (mapped, own) = (Cells.Reader(row, mapper.OutputSchema["Features"]), Cells.Reader(cursor, data.Schema["Features"]));
        var marker = Cells.Reader(row, mapper.OutputSchema["Made"]);
        while (cursor.MoveNext())
        {
            CollectionAssert.AreEqual(own(), mapped());
            Assert.AreEqual(0f, marker()[0]);
            Assert.AreEqual(cursor.Position, row.Position);
        }
    }

    private static int[] Counts(IDataView data)
    {
        var keys = data.GetColumn<uint>("Label").ToArray();
        return [.. Enumerable.Range(1, 3).Select(key => keys.Count(k => k == key))];
    }

    private sealed class Answer
    {
        public float[] Score { get; set; } = [];
    }

    /// <summary>Counts the rows that training sees, and passes them on.</summary>
    private sealed class CountingEstimator(MLContext ml) : IEstimator<ITransformer>
    {
        public static int RowsSeen { get; private set; }

        public ITransformer Fit(IDataView input)
        {
            RowsSeen = input.GetColumn<uint>("Label").Count();
            return ml.Transforms.CopyColumns("LabelCopy", "Label").Fit(input);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
            ml.Transforms.CopyColumns("LabelCopy", "Label").GetOutputSchema(inputSchema);
    }
}
