using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Fitting;

/// <summary>Whoever sets nothing, on columns of any size, gets a sensible model and is told what was chosen.</summary>
[TestClass]
public sealed class NothingSetTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly Random _random = new(1);

    [TestMethod]
    public void Numbers_of_any_size_are_predicted()
    {
        var rows = Rows(700, 5, x => 200_000 + (50_000 * x[0]) + (20_000 * x[3]));
        using var model = _ml.Regression.Trainers.MultilayerPerceptron().Fit(_ml.Data.LoadFromEnumerable(rows[..500], Schema(5)));
        var metrics = _ml.Regression.Evaluate(model.Transform(_ml.Data.LoadFromEnumerable(rows[500..], Schema(5))));
        Assert.IsGreaterThanOrEqualTo(0.99, metrics.RSquared);
        StringAssert.StartsWith(Chosen(model.TrainingHistory, "ScaleLabel"), "(label - 1.9");
        Assert.IsLessThan(20_000, model.TrainingHistory.Baseline!.NetworkValue, "errors are told in the unit of the labels");
    }

    [TestMethod]
    public void Scaling_can_be_switched_off()
    {
        var rows = Rows(200, 2, x => 100 + x[0]);
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            ScaleLabel = false,
            InputScaling = NetworkInputScaling.None,
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(_ml.Data.LoadFromEnumerable(rows, Schema(2)));
        Assert.IsEmpty(model.TrainingHistory.Chosen);
        Assert.IsGreaterThan(1000, model.TrainingHistory.Epochs[0].TrainingLoss, "the network is still far from labels of 100");
    }

    [TestMethod]
    public void One_column_ten_thousand_times_the_others_costs_nothing()
    {
        var rows = Rows(600, 4, x => x[0] + x[1] > 0 ? 1 : 0, [10_000, 1, 1, 1]);
        using var model = _ml.BinaryClassification.Trainers.MultilayerPerceptron().Fit(YesNo(rows[..400]));
        Assert.IsGreaterThanOrEqualTo(0.93, _ml.BinaryClassification.Evaluate(model.Transform(YesNo(rows[400..]))).Accuracy);
        StringAssert.Contains(Chosen(model.TrainingHistory, "InputScaling"), "each column");
    }

    [TestMethod]
    public void A_scaled_network_scores_the_same_by_batch_row_by_row_and_loaded()
    {
        var rows = Rows(200, 3, x => (1e5 * x[0]) + 7, [1e6, 1, 1e-3]);
        var data = _ml.Data.LoadFromEnumerable(rows, Schema(3));
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { Training = new TrainingOptions { Epochs = 3 } }).Fit(data);
        var expected = model.Transform(data).GetColumn<float>("Score").ToArray();
        using var stream = new MemoryStream();
        _ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        CollectionAssert.AreEqual(expected, _ml.Model.Load(stream, out _).Transform(data).GetColumn<float>("Score").ToArray());
        using var engine = _ml.Model.CreatePredictionEngine<Row, Answer>(model, inputSchemaDefinition: Schema(3));
        for (var i = 0; i < 20; i++)
            Assert.AreEqual(expected[i], engine.Predict(rows[i]).Score, 1e-4 * Math.Abs(expected[i]) + 0.5);
    }

    [TestMethod]
    public void A_warm_start_keeps_the_scales_of_the_model()
    {
        var first = _ml.Data.LoadFromEnumerable(Rows(200, 2, x => 1000 * x[0], [100, 1]), Schema(2));
        var other = _ml.Data.LoadFromEnumerable(Rows(200, 2, x => 5000 * x[0], [7, 1]), Schema(2));
        var estimator = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            Training = new TrainingOptions { Epochs = 1, LearningRate = 1e-12 },
        });
        using var before = estimator.Fit(first);
        using var after = estimator.Fit(other, before);
        Cells.AreEqual(
            Cells.Read(before.Transform(first), before.Transform(first).Schema["Score"]),
            Cells.Read(after.Transform(first), after.Transform(first).Schema["Score"]),
            0.1, "a rate of nothing changes nothing");
    }

    [TestMethod]
    public void An_autoencoder_goes_on_from_one_that_scales_as_that_one_does()
    {
        var first = _ml.Data.LoadFromEnumerable(Rows(200, 4, _ => 0, [1000, 1, 1, 1]), Schema(4));
        var other = _ml.Data.LoadFromEnumerable(Rows(200, 4, _ => 0, [5, 70, 1, 1]), Schema(4));
        var estimator = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 2,
            Training = new TrainingOptions { Epochs = 1, LearningRate = 1e-12 },
        });
        using var before = estimator.Fit(first);
        using var after = estimator.Fit(other, before);
        var (expected, found) = (before.Transform(first), after.Transform(first));
        Cells.AreEqual(Cells.Read(expected, expected.Schema["Code"]), Cells.Read(found, found.Schema["Code"]), 1e-5, "codes");
    }

    [TestMethod]
    public void A_detector_finds_what_breaks_the_pattern_of_columns_of_different_size()
    {
        var normal = Enumerable.Range(0, 300).Select(_ => new Row { Features = Pattern() }).ToArray();
        var mixed = Enumerable.Range(0, 200).Select(i =>
        {
            var row = Pattern();
            if (i % 4 == 0)
                row[_random.Next(1, 10)] += 6;
            return new Row { Features = row, Label = i % 4 == 0 ? 1 : 0 };
        }).ToArray();
        using var model = _ml.AnomalyDetection.Trainers.Autoencoder().Fit(_ml.Data.LoadFromEnumerable(normal, Schema(10)));
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(mixed, Schema(10)));
        Assert.IsGreaterThanOrEqualTo(0.95, _ml.AnomalyDetection.Evaluate(scored).AreaUnderRocCurve);
        Assert.AreEqual("3", Chosen(model.TrainingHistory, "CodeSize"), "three factors make the ten columns");
    }

    [TestMethod]
    public void Features_of_a_machine_over_real_numbers_tell_classes_apart()
    {
        var rows = Enumerable.Range(0, 300).Select(i => new Row
        {
            Features = [(float)((i % 2 * 40) + (10 * Normal())), (float)(5000 + (i % 2 * 900) + (300 * Normal())), i == 7
                ? 4000
                : (float)Normal()],
            Label = i % 2,
        }).ToArray();
        var data = YesNo(rows);
        var features = _ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features").Fit(data);
        var hidden = features.Transform(data);
        Assert.AreEqual("Gaussian", Chosen(features.TrainingHistory, "VisibleUnits"));
        double Accuracy(IDataView of, string column) => _ml.BinaryClassification.CrossValidate(
            of, _ml.Transforms.NormalizeMeanVariance(column)
                .Append(_ml.BinaryClassification.Trainers.LbfgsLogisticRegression("Label", column)), 3)
            .Average(fold => fold.Metrics.Accuracy);
        Assert.IsGreaterThan(Accuracy(data, "Features") - 0.05, Accuracy(hidden, "Hidden"));
        features.Dispose();
        using var deep = _ml.Transforms.DeepBeliefNetwork("Hidden", "Features").Fit(data);
        Assert.IsGreaterThan(Accuracy(data, "Features") - 0.05, Accuracy(deep.Transform(data), "Hidden"), "through two layers");
    }

    [TestMethod]
    public void Few_sequences_of_numbers_are_told_apart()
    {
        var rows = Enumerable.Range(0, 260).Select(i => new Row
        {
            Features = [.. Enumerable.Range(0, 30)
                .Select(t => (float)(20 + (5 * Math.Sin((t * (0.5 + (0.3 * (i % 2)))) + (i * 0.7))) + Normal()))],
            Label = i % 2,
        }).ToArray();
        using var model = _ml.BinaryClassification.Trainers.RecurrentNetwork().Fit(YesNo(rows[..160]));
        Assert.IsGreaterThanOrEqualTo(0.95, _ml.BinaryClassification.EvaluateNonCalibrated(model.Transform(YesNo(rows[160..]))).Accuracy);
        Assert.AreEqual("TimeDelayEncoder", Chosen(model.TrainingHistory, "Encoder"));
    }

    // Ten columns from three factors, the first a thousand times as large.
    private float[] Pattern()
    {
        double[] drawn = [Normal(), Normal(), Normal()];
        return [.. Enumerable.Range(0, 10).Select(i =>
            (float)((i == 0 ? 1000 : 1) * (drawn[i % 3] + (0.7 * drawn[(i + 1) % 3]) + (0.1 * Normal()))))];
    }

    private Row[] Rows(int count, int width, Func<double[], double> label, double[]? sizes = null) =>
        [.. Enumerable.Range(0, count).Select(_ =>
    {
        double[] x = [.. Enumerable.Range(0, width).Select(_ => Normal())];
        return new Row { Features = [.. x.Select((value, i) => (float)(value * (sizes?[i] ?? 1)))], Label = (float)label(x) };
    })];

    private IDataView YesNo(Row[] rows) => _ml.Data.LoadFromEnumerable(
        rows.Select(row => new YesNoRow { Features = row.Features, Label = row.Label > 0 }), YesNoSchema(rows[0].Features.Length));

    private static SchemaDefinition Schema(int width) => Sized(typeof(Row), width);

    private static SchemaDefinition YesNoSchema(int width) => Sized(typeof(YesNoRow), width);

    private static SchemaDefinition Sized(Type type, int width)
    {
        var schema = SchemaDefinition.Create(type);
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return schema;
    }

    private static string Chosen(TrainingHistory history, string option) => history.Chosen.Single(choice => choice.Option == option).Value;

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class YesNoRow
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class Answer
    {
        public float Score { get; set; }
    }
}
