using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Ensembles;

[TestClass]
public sealed class EnsembleTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Probabilities_of_classes_are_the_mean_of_those_of_the_members_and_survive_saving()
    {
        var data = Noisy(300, seed: 1);
        var chain = _ml.Transforms.Ensemble(Network, new EnsembleOptions { Members = 3 }).Fit(data);
        var test = Noisy(100, seed: 2);
        var expected = Means(chain, test, 3);
        var scored = Reloaded(chain, data).Transform(test);
        Cells.AreEqual(expected, [.. scored.GetColumn<float[]>("Score")], 1e-4, "mean of probabilities");
        Assert.IsFalse(scored.Schema.Any(column => column.Name.StartsWith("Member", StringComparison.Ordinal) && !column.IsHidden));
        var best = expected.Select(row => (uint)Array.IndexOf(row, row.Max()) + 1);
        CollectionAssert.AreEqual(best.ToArray(), scored.GetColumn<uint>("PredictedLabel").ToArray());
        Assert.IsGreaterThan(0.8, _ml.MulticlassClassification.Evaluate(scored).MicroAccuracy);
        CollectionAssert.AreEqual(
            new[] { "a", "b", "c" },
            _ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(scored).Transform(scored)
                .GetColumn<string>("PredictedLabel").Distinct().Order().ToArray());
    }

    [TestMethod]
    public void Members_learn_from_rows_of_their_own_and_with_all_rows_differ_by_their_seeds()
    {
        var data = Noisy(120, seed: 1);
        foreach (var share in new[] { 0.5, 1 })
        {
            var chain = _ml.Transforms.Ensemble(Network, new EnsembleOptions { Members = 2, RowShare = share }).Fit(data);
            var (first, second) = (Scores(chain, data, 0), Scores(chain, data, 1));
            Assert.IsTrue(first.Zip(second).Any(pair => !pair.First.SequenceEqual(pair.Second)), $"share {share}");
        }
        var same = _ml.Transforms.Ensemble(
            _ => Network(0), new EnsembleOptions { Members = 2, RowShare = 1 }).Fit(data);
        Cells.AreEqual(Scores(same, data, 0), Scores(same, data, 1), 0, "one seed and all rows");
    }

    [TestMethod]
    public void Yes_or_no_and_numbers_are_averaged_with_ML_NETs_own_trainers_too()
    {
        var data = Noisy(200, seed: 3);
        var yes = _ml.Transforms.Ensemble(_ml.BinaryClassification.Trainers.LbfgsLogisticRegression("IsFirst"), 3).Fit(data);
        var scored = Reloaded(yes, data).Transform(data);
        var expected = Means(yes, data, 3, "Probability");
        foreach (var (mean, found) in expected.Zip(scored.GetColumn<float>("Probability")))
            Assert.AreEqual(mean, found, 1e-4);
        Assert.IsGreaterThan(0.85, _ml.BinaryClassification.Evaluate(scored, "IsFirst").Accuracy);
        var number = _ml.Transforms.Ensemble(_ml.Regression.Trainers.Sdca("Number"), 3).Fit(data);
        foreach (var (mean, found) in Means(number, data, 3, "Score").Zip(number.Transform(data).GetColumn<float>("Score")))
            Assert.AreEqual(mean, found, 1e-3);
        var margin = _ml.Transforms.Ensemble(_ml.BinaryClassification.Trainers.LinearSvm("IsFirst"), 2).Fit(data);
        Assert.IsNull(margin.Transform(data).Schema.GetColumnOrNull("Probability"));
        Assert.IsGreaterThan(
            0.85, _ml.BinaryClassification.EvaluateNonCalibrated(margin.Transform(data), "IsFirst").Accuracy);
    }

    [TestMethod]
    public void Seven_small_networks_together_do_no_worse_than_one_of_them_on_the_whole()
    {
        var (data, test) = (Noisy(90, seed: 4), Noisy(600, seed: 5));
        var chain = _ml.Transforms.Ensemble(Network, new EnsembleOptions { Members = 7 }).Fit(data);
        var together = _ml.MulticlassClassification.Evaluate(chain.Transform(test)).LogLoss;
        var alone = Enumerable.Range(0, 7).Average(member =>
            _ml.MulticlassClassification.Evaluate(chain.ElementAt(2 * member).Transform(test)).LogLoss);
        Assert.IsLessThan(alone, together, "the loss of a mean is at most the mean of the losses");
    }

    [TestMethod]
    public void What_cannot_be_averaged_is_refused_in_words()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Transforms.Ensemble(Network, new EnsembleOptions { Members = 0, RowShare = 0 }));
        StringAssert.Contains(error.Message, "Members is 0");
        StringAssert.Contains(error.Message, "RowShare is 0");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => _ml.Transforms.Ensemble(_ml.Transforms.NormalizeMinMax("Features")).Fit(Noisy(30, 1))).Message,
            "Member 1 adds Score of type nothing");
        // A text label is mapped inside, in the order in which its values occur among the member's rows.
        var texts = _ml.Transforms.Ensemble(member => _ml.MulticlassClassification.Trainers.Perceptron("Name"), new EnsembleOptions
        {
            Members = 20,
            RowShare = 0.2,
        });
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => texts.Fit(Noisy(60, 1))).Message, "Map the label to a key before");
    }

    private IEstimator<ITransformer> Network(int member) => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
        new MultilayerPerceptronOptions
        {
            HiddenSizes = [8],
            Training = new TrainingOptions { Epochs = 20, BatchSize = 16, LearningRate = 0.02, Seed = member },
        });

    private List<float[]> Scores(TransformerChain<ITransformer> chain, IDataView data, int member) =>
        [.. chain.ElementAt(2 * member).Transform(data).GetColumn<float[]>("Score")];

    private float[][] Means(TransformerChain<ITransformer> chain, IDataView data, int members)
    {
        var scores = Enumerable.Range(0, members).Select(member => Scores(chain, data, member)).ToArray();
        return [.. Enumerable.Range(0, scores[0].Count).Select(row => Enumerable.Range(0, scores[0][row].Length)
            .Select(i => scores.Average(member => member[row][i])).ToArray())];
    }

    private static IEnumerable<float> Means(TransformerChain<ITransformer> chain, IDataView data, int members, string column)
    {
        var scores = Enumerable.Range(0, members)
            .Select(member => chain.ElementAt(2 * member).Transform(data).GetColumn<float>(column).ToArray()).ToArray();
        return Enumerable.Range(0, scores[0].Length).Select(row => scores.Average(member => member[row]));
    }

    private ITransformer Reloaded(ITransformer chain, IDataView data)
    {
        using var file = new MemoryStream();
        _ml.Model.Save(chain, data.Schema, file);
        file.Position = 0;
        return _ml.Model.Load(file, out _);
    }

    // Three clouds that reach into each other; the label is a key of fixed order.
    private IDataView Noisy(int count, int seed)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        string[] names = ["a", "b", "c"];
        var rows = Enumerable.Range(0, count).Select(_ =>
        {
            var kind = random.Next(3);
            var (x, y) = (2.2 * Math.Cos(2 * kind) + Normal(), 2.2 * Math.Sin(2 * kind) + Normal());
            return new Row { Features = [(float)x, (float)y], Name = names[kind], IsFirst = kind == 0, Number = (float)(x - (2 * y)) };
        }).ToArray();
        var keys = _ml.Data.LoadFromEnumerable(names.Select(name => new Key { Name = name }));
        var data = _ml.Data.LoadFromEnumerable(rows);
        return _ml.Transforms.Conversion.MapValueToKey("Label", "Name", keyData: keys).Fit(data).Transform(data);
    }

    private sealed class Key
    {
        public string Name { get; set; } = "";
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";

        public bool IsFirst { get; set; }

        public float Number { get; set; }
    }
}
