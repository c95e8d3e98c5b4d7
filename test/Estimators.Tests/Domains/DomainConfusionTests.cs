using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Domains;

[TestClass]
public sealed class DomainConfusionTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Methods =>
        [[new GradientReversal()], [new Coral()], [new MeanDiscrepancy()]];

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Features_of_the_domains_come_nearer_to_each_other(bool covariances)
    {
        DomainMethod method = covariances ? new Coral() : new MeanDiscrepancy();
        double Distance(double? weight)
        {
            using var model = Perceptron(new DomainConfusion { Method = method, Weight = weight })
                .Fit(Load(Draw(240, stretches: covariances)));
            return model.TrainingHistory.Epochs.TakeLast(5).Average(epoch => epoch.Metrics["domain distance"]);
        }
        Assert.IsLessThan(0.5 * Distance(1e-9), Distance(null));
    }

    [TestMethod]
    public void Domains_can_be_told_less_well_by_what_misleads()
    {
        double Told(double weight)
        {
            using var model = Perceptron(
                new DomainConfusion { Method = new GradientReversal(), Weight = weight }, training => training with { Epochs = 60 })
                .Fit(Load(Draw(240)));
            return model.TrainingHistory.Epochs.TakeLast(10).Average(epoch => epoch.Metrics["validation domain accuracy"]);
        }
        Assert.IsGreaterThan(0.95, Told(1e-9), "a number tells them");
        Assert.IsLessThan(0.85, Told(1));
    }

    [TestMethod]
    public void What_was_learned_of_one_domain_serves_the_other()
    {
        var rows = Draw(300);
        using var plain = Perceptron(null).Fit(Load(rows.Where(row => row.Domain == 0)));
        using var alike = Perceptron(new DomainConfusion { Method = new MeanDiscrepancy() }).Fit(Load(rows));
        var target = Load(Draw(200, seed: 9, hidesLabels: false).Where(row => row.Domain == 1));
        double Accuracy(ITransformer model) => _ml.MulticlassClassification.Evaluate(model.Transform(target)).MicroAccuracy;
        Assert.IsGreaterThan(Accuracy(plain) + 0.1, Accuracy(alike));
    }

    [TestMethod]
    [DynamicData(nameof(Methods))]
    public void Pictures_sequences_and_numbers_learn_with_rows_that_have_no_label(DomainMethod method)
    {
        var rows = Load(Draw(60));
        var confusion = new DomainConfusion { Method = method };
        var training = new TrainingOptions { Epochs = 3, BatchSize = 16, ValidationFraction = 0.25 };
        using var pictures = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            Height = 2,
            Width = 2,
            Layers = [new ConvolutionLayer(3, 2), new BatchNormalizationLayer(), new ActivationLayer(Activation.ReLU)],
            Augmentation = new PictureAugmentation { Noise = 0.01 },
            DomainConfusion = confusion,
            Training = training with { BatchSize = 7 },
        }).Fit(rows);
        using var sequences = _ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            Encoder = new GruEncoder { HiddenSize = 4 },
            StepSize = 1,
            DomainConfusion = confusion,
            Training = training with { MeasureGradients = true },
        }).Fit(rows);
        using var numbers = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Number",
            HiddenSizes = [4],
            DomainConfusion = confusion,
            Training = training,
        }).Fit(rows);
        using var several = _ml.VectorRegression().Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Numbers",
            HiddenSizes = [4],
            DomainConfusion = confusion,
            Training = training,
        }).Fit(rows);
        foreach (var history in new[]
            { pictures.TrainingHistory, sequences.TrainingHistory, numbers.TrainingHistory, several.TrainingHistory })
        {
            Assert.HasCount(3, history.Epochs);
            Assert.IsNotNull(history.Baseline);
            foreach (var epoch in history.Epochs)
            {
                Assert.IsTrue(double.IsFinite(epoch.TrainingLoss) && double.IsFinite(epoch.ValidationLoss!.Value));
                Assert.IsInRange(0, 1, epoch.Metrics["domain accuracy"]);
                Assert.IsTrue(epoch.Metrics.ContainsKey("validation domain accuracy"));
                Assert.AreEqual(method is not GradientReversal && epoch.Epoch > 1, epoch.Metrics.ContainsKey("domain distance"));
            }
        }
        Assert.IsTrue(sequences.TrainingHistory.Epochs[0].Metrics.Keys.Any(name => name.StartsWith("gradient norm of steps")));
        Assert.AreEqual(60, pictures.Transform(rows).GetColumn<uint>("PredictedLabel").Count());
    }

    [TestMethod]
    public void A_training_that_was_interrupted_goes_on_as_if_it_had_not_been()
    {
        var folder = Directory.CreateTempSubdirectory("deepml-").FullName;
        try
        {
            var rows = Load(Draw(60));
            float[] Fit(CancellationTokenSource? source, string? directory)
            {
                using var model = Perceptron(new DomainConfusion(), training => training with
                {
                    Epochs = 6,
                    ValidationFraction = 0,
                    CheckpointDirectory = directory,
                    Cancellation = source?.Token ?? default,
                    Progress = source is null ? null : new CancelAt(3, source),
                }).Fit(rows);
                return [.. model.Transform(rows).GetColumn<float[]>("Score").SelectMany(score => score)];
            }
            var whole = Fit(null, null);
            using (var source = new CancellationTokenSource())
                Fit(source, folder);
            CollectionAssert.AreEqual(whole, Fit(null, folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public void Fits_leave_no_tensor_behind()
    {
        var rows = Load(Draw(60));
        void Fit(int epochs, DomainMethod method)
        {
            using var model = Perceptron(
                new DomainConfusion { Method = method, Schedule = DomainSchedule.Constant },
                training => training with { Epochs = epochs }).Fit(rows);
        }
        foreach (var method in new DomainMethod[] { new GradientReversal(), new Coral() })
            LiveTensors.AreIndependentOfSteps(() => Fit(2, method), () => Fit(6, method));
    }

    [TestMethod]
    public void Rows_that_tell_no_domains_or_no_labels_are_refused()
    {
        var confused = Perceptron(new DomainConfusion());
        void Refuses(IEnumerable<Row> rows, string part) => StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => confused.Fit(Load(rows))).Message, part);
        Refuses(
            Draw(40).Where(row => row.Domain == 0),
            "Domain column 'Domain' holds the same domain in every training row; at least two are needed to make them alike");
        Refuses(Draw(40).Select(row => row with { Domain = uint.MaxValue }), "Domain column 'Domain' is missing in every training row");
        Refuses(Draw(40).Select(row => row with { Label = uint.MaxValue }), "No training row has a label in column 'Label'");
        Refuses(
            Draw(40).Select(row => row with { Label = row.Domain == 0 ? 0 : uint.MaxValue }),
            "Every labelled row of label column 'Label' holds the same class");
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => Perceptron(new DomainConfusion { DomainColumnName = "Number" }).Fit(Load(Draw(40))));
        StringAssert.Contains(error.Message, "Number");
        StringAssert.Contains(error.Message, "domain");
        var without = Assert.ThrowsExactly<InvalidOperationException>(() => Perceptron(new DomainConfusion()).Fit(
            Load(Draw(40)), Load(Draw(20).Where(row => row.Label == uint.MaxValue))));
        StringAssert.Contains(without.Message, "No validation row has a label");
    }

    [TestMethod]
    public void What_cannot_go_together_is_named()
    {
        static void Refuses(Action create, params string[] parts)
        {
            var error = Assert.ThrowsExactly<ArgumentException>(create);
            foreach (var part in parts)
                StringAssert.Contains(error.Message, part);
        }
        var confusion = new DomainConfusion { Weight = -1 };
        Refuses(
            () => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
                new MultilayerPerceptronOptions { HiddenSizes = [], MixUp = 0.2, DomainConfusion = confusion }),
            "MixUp is 0.2; it must be 0 with DomainConfusion", "DomainConfusion is given; it must be null without hidden layers",
            "DomainConfusion.Weight is -1");
        Refuses(
            () => _ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions { DomainConfusion = confusion }),
            "DomainConfusion.Weight is -1");
        Refuses(
            () => _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
            {
                Height = 8,
                Width = 8,
                Layers = [new AuxiliaryHead { Filters = 2, Units = 4 }],
                DomainConfusion = new DomainConfusion(),
            }),
            "DomainConfusion is given; it must be null without layers before the answer, and with auxiliary heads");
        Refuses(
            () => _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
            {
                Augmentation = new PictureAugmentation { CutMix = 0.5 },
                DomainConfusion = new DomainConfusion(),
            }),
            "Augmentation is mixing pictures; it must be without MixUp and CutMix");
        Refuses(
            () => Perceptron(new DomainConfusion(), training => training with
            {
                Optimizer = new LbfgsOptimizer(),
                BatchSize = null,
                ValidationFraction = 0,
            }).Fit(Load(Draw(40))),
            "Optimizer");
    }

    private MultilayerPerceptronEstimator Perceptron(DomainConfusion? confusion, Func<TrainingOptions, TrainingOptions>? change = null)
    {
        var training = new TrainingOptions { Epochs = 30, BatchSize = 32, LearningRate = 5e-3, ValidationFraction = 0.2, Seed = 1 };
        return _ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [16],
            HiddenActivation = Activation.Tanh,
            InputScaling = NetworkInputScaling.None,
            DomainConfusion = confusion,
            Training = change?.Invoke(training) ?? training,
        });
    }

    private IDataView Load(IEnumerable<Row> rows) => _ml.Data.LoadFromEnumerable(rows.ToArray());

    // The class is in the first number; the other domain has all numbers lifted or stretched, and its labels are not known.
    private static Row[] Draw(int count, int seed = 1, bool hidesLabels = true, bool stretches = false)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (domain, kind) = ((uint)(i % 2), (uint)(i / 2 % 2));
            var known = domain == 0 || !hidesLabels;
            var x = Enumerable.Range(0, 4).Select(_ => (float)(0.3 * ((2 * random.NextDouble()) - 1))).ToArray();
            x[0] += kind == 0 ? -0.5f : 0.5f;
            if (domain == 1)
                x = Array.ConvertAll(x, number => stretches ? 4 * number : number + 0.8f);
            return new Row
            {
                Features = x, Domain = domain, Label = known ? kind : uint.MaxValue, Number = known ? x[0] : float.NaN,
                Numbers = known ? [x[0], i % 4 == 0 ? float.NaN : x[1]] : [float.NaN, float.NaN],
            };
        })];
    }

    private sealed record Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        [KeyType(2)]
        public uint Label { get; set; }

        [KeyType(2)]
        public uint Domain { get; set; }

        public float Number { get; set; }

        [VectorType(2)]
        public float[] Numbers { get; set; } = [];
    }
}
