using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Classic;

[TestClass]
public sealed class HammingNetworkWorkout : EstimatorWorkout<HammingNetworkTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Name"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance; // a label may be a text

    protected override bool HasChance => false;

    protected override IEstimator<HammingNetworkTransformer> CreateEstimator(MLContext ml) =>
        ml.MulticlassClassification.Trainers.HammingNetwork("Name");

    protected override IDataView CreateData(MLContext ml) => Signs.View(ml, Signs.Draw(9, seed: 1));
}

[TestClass]
public sealed class HammingNetworkTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_nearest_stored_row_is_named()
    {
        var stored = Signs.Draw(8, seed: 2);
        using var model = Fit(stored);
        var damaged = Enumerable.Range(0, 200).Select(i => Signs.Damage(stored[i % 8], 6, seed: i)).ToArray();
        var named = Named(model, damaged);
        for (var i = 0; i < damaged.Length; i++)
        {
            // By counting: 6 turned bits may have brought the row nearer to another one.
            var distances = stored.Select(row => row.Features.Zip(damaged[i].Features, (a, b) => a == b ? 0 : 1).Sum()).ToArray();
            if (distances.Count(distance => distance == distances.Min()) == 1)
                Assert.AreEqual(stored[Array.IndexOf(distances, distances.Min())].Name, named[i], $"row {i}");
        }
    }

    [TestMethod]
    public void Competition_is_that_of_the_formula()
    {
        // Three rows of four: agreements 2, 4 and 3 times 2 with 1 1 1 1; ε = 0.25.
        var rows = new[] { (new float[] { 1, 1, -1, -1 }, "a"), ([1, 1, 1, 1], "b"), ([1, 1, 1, -1], "c") };
        double[] state = [4, 8, 6];
        var steps = 0;
        for (; state.Count(x => x > 0) > 1; steps++)
            state = [.. state.Select(x => Math.Max(0, x - (0.25 * (state.Sum() - x))))];
        var data = _ml.Data.LoadFromEnumerable(rows.Select(row => new Four { Features = row.Item1, Label = row.Item2 }));
        using var model = _ml.MulticlassClassification.Trainers.HammingNetwork(new HammingNetworkOptions { Inhibition = 0.25 }).Fit(data);
        var query = _ml.Data.LoadFromEnumerable([new Four { Features = [1, 1, 1, 1] }]);
        Assert.AreEqual(steps, model.StepsToSettle(query).GetColumn<float>("Steps").Single());
        var score = model.Transform(query).GetColumn<float[]>("Score").Single();
        Assert.AreEqual(Math.Exp(state[1]) / (Math.Exp(state[1]) + 2), score[1], 1e-5, "softmax of 0, what is left, 0");
        Assert.IsGreaterThan(3, steps);
    }

    [TestMethod]
    public void Rows_that_agree_alike_end_the_competition_undecided()
    {
        var rows = new[] { new Four { Features = [1, 1, 1, -1], Label = "a" }, new Four { Features = [1, 1, -1, 1], Label = "b" } };
        using var model = _ml.MulticlassClassification.Trainers.HammingNetwork(new HammingNetworkOptions { MaximumSteps = 50 })
            .Fit(_ml.Data.LoadFromEnumerable(rows));
        var query = _ml.Data.LoadFromEnumerable([new Four { Features = [1, 1, 1, 1] }]);
        Assert.AreEqual(50f, model.StepsToSettle(query).GetColumn<float>("Steps").Single());
        var score = model.Transform(query).GetColumn<float[]>("Score").Single();
        Assert.AreEqual(score[0], score[1]);
    }

    [TestMethod]
    public void Several_rows_may_stand_for_one_class_and_equal_ones_are_stored_once()
    {
        var rows = Signs.Draw(6, seed: 3);
        rows[3].Name = rows[4].Name = "n0";
        using var model = Fit([.. rows, rows[2]]);
        Assert.HasCount(6, model.Prototypes);
        CollectionAssert.AreEqual(rows[4].Features, model.Prototypes[4]);
        CollectionAssert.AreEqual(
            new[] { "n0", "n1", "n0", "n0", "n5" }, Named(model, [rows[0], rows[1], rows[3], rows[4], rows[5]]));
    }

    [TestMethod]
    public void What_cannot_be_stored_is_refused_with_its_place()
    {
        var rows = Signs.Draw(3, seed: 4);
        rows[1].Features[5] = 0.5f;
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Fit(rows)).Message,
            "Column 'Features' holds 0.5 in row 1, slot 5 (counted from 0); what is stored must be -1 or 1");
        rows = Signs.Draw(3, seed: 4);
        rows[2].Features = rows[0].Features;
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Fit(rows)).Message,
            "row 2 (counted from 0) of column 'Features' was stored before");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Fit(Signs.Draw(5, seed: 1), inhibition: 0.25)).Message,
            "Inhibition is 0.25; it must be below 1 / (stored rows - 1), 0.25 for 5 rows");
        Fit(Signs.Draw(5, seed: 1), inhibition: 0.249).Dispose();
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.MulticlassClassification.Trainers.HammingNetwork(
            new HammingNetworkOptions { LabelColumnName = "", FeatureColumnName = null!, Inhibition = 0, MaximumSteps = 0 }));
        foreach (var name in new[] { "LabelColumnName is ", "FeatureColumnName is ", "Inhibition is 0", "MaximumSteps is 0" })
            StringAssert.Contains(error.Message, name);
    }

    private HammingNetworkTransformer Fit(Signs.Row[] rows, double? inhibition = null) =>
        _ml.MulticlassClassification.Trainers
            .HammingNetwork(new HammingNetworkOptions { LabelColumnName = "Name", Inhibition = inhibition })
            .Fit(Signs.View(_ml, rows));

    private string[] Named(HammingNetworkTransformer model, Signs.Row[] rows)
    {
        var chain = _ml.Transforms.Conversion.MapKeyToValue("PredictedLabel");
        var scored = model.Transform(Signs.View(_ml, rows));
        return [.. chain.Fit(scored).Transform(scored).GetColumn<string>("PredictedLabel")];
    }

    private sealed class Four
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "";
    }
}
