using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// A tiny network of each family, fitted in milliseconds. The variants go round all optimizers, and round what else holds numbers:
/// activations, cells, losses.
/// </summary>
internal sealed class RaceFamilies
{
    /// <summary>How many different fits each family has.</summary>
    public const int Variants = 10;

    private static readonly OptimizerOptions[] Optimizers =
    [
        new AdamOptimizer(), new GradientDescentOptimizer { Momentum = 0.5 }, new RmsPropOptimizer(), new AdagradOptimizer(),
        new AdamWOptimizer(),
    ];

    private static readonly SequenceEncoder[] Encoders =
    [
        new LstmEncoder { HiddenSize = 3 }, new GruEncoder { HiddenSize = 3 }, new ElmanEncoder { HiddenSize = 3 },
        new ElmanEncoder
        {
            HiddenSize = 3,
            Activation = Activation.ReLU
        }, new PeepholeLstmEncoder { HiddenSize = 3 }, new TimeDelayEncoder { HiddenSize = 3 },
    ];

    private static readonly GanObjective[] Objectives =
        [new NonSaturatingObjective(), new MinimaxObjective(), new LeastSquaresObjective(), new WassersteinObjective(),
            new GradientPenaltyObjective()];

    private static readonly Activation[] Activations =
    [
        Activation.ReLU, Activation.LeakyReLU, Activation.ELU, Activation.Softplus, Activation.HardTanh, Activation.GELU,
        Activation.Sigmoid,
    ];

    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _rows;
    private readonly IDataView _pictures;
    private readonly IDataView _series;
    private readonly IDataView _sequences;
    private readonly IDataView _ratings;

    public RaceFamilies()
    {
        var random = new Random(1);
        _rows = Load(32, i => new Row { Label = (uint)(i % 3), Features = Numbers(random, 8) });
        _pictures = Load(16, i => new Picture { Label = (uint)(i % 2), Features = Numbers(random, 64) });
        _series = Load(40, t => new Moment { Value = (float)Math.Sin(t / 3.0) + (0.1f * random.NextSingle()) });
        _sequences = Load(16, _ => new Sequence { Sum = random.NextSingle(), Steps = Numbers(random, 10) });
        _ratings = Load(100, _ => new Rating { User = (uint)random.Next(10), Item = (uint)random.Next(8), Stars = random.Next(1, 6) });
    }

    /// <summary>Every family's name and fit: from the variant to what happened.</summary>
    public IReadOnlyList<(string Name, Func<int, TrainingHistory> Fit)> All =>
    [
        ("autoencoder", Autoencoder), ("rbm", BoltzmannMachine), ("dbn", DeepBeliefNetwork), ("forecaster", Forecaster),
        ("sequence", SequenceNetwork), ("gan", Gan), ("cnn", ConvolutionalNetwork), ("mlp", Perceptron), ("ratings", Ratings),
    ];

    private TrainingHistory Autoencoder(int variant) => Fit(_rows,
        _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [6],
            CodeSize = 2,
            HiddenActivation = Of(Activations, variant),
            Loss = ReconstructionLoss.SquaredError,
            Training = Training(variant),
        }));

    private TrainingHistory BoltzmannMachine(int variant) => Fit(_rows,
        _ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", new RbmOptions
        {
            HiddenSize = 4,
            Persistent = variant % 2 == 1,
            Training = Training(variant),
        }));

    private TrainingHistory DeepBeliefNetwork(int variant) => Fit(_rows,
        _ml.MulticlassClassification.Trainers.DeepBeliefNetwork(new DeepBeliefPredictionOptions
        {
            Layers = [new() { HiddenSize = 6 }, new() { HiddenSize = 4 }],
            Pretraining = Training(variant) with { Epochs = 1, Seed = null },
            Training = Training(variant),
        }));

    private TrainingHistory Forecaster(int variant) => Fit(_series,
        _ml.Forecasting.ForecastByRecurrentNetwork("Forecast", "Value", new RecurrentForecastOptions
        {
            WindowSize = 6,
            Horizon = 2,
            Encoder = variant % 2 == 0 ? new LstmEncoder { HiddenSize = 3 } : new GruEncoder { HiddenSize = 3 },
            Training = Training(variant),
        }));

    private TrainingHistory SequenceNetwork(int variant) => Fit(_sequences,
        _ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            LabelColumnName = "Sum",
            FeatureColumnName = "Steps",
            Encoder = Of(Encoders, variant),
            Training = Training(variant),
        }));

    private TrainingHistory Gan(int variant) => Fit(_rows,
        _ml.Transforms.AugmentWithGan("Features", null, new GanAugmenterOptions
        {
            LatentSize = 2,
            GeneratorSizes = [8],
            DiscriminatorSizes = [8],
            Objective = Of(Objectives, variant),
            Training = Training(variant),
        }));

    private TrainingHistory ConvolutionalNetwork(int variant) => Fit(_pictures,
        _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            Layers =
            [
                new ConvolutionLayer(3, 3), new BatchNormalizationLayer(), new ActivationLayer(Of(Activations, variant)),
                new PoolingLayer(PoolingKind.Maximum), new FlattenLayer(),
            ],
            Training = Training(variant),
        }));

    private TrainingHistory Perceptron(int variant) => Fit(_rows,
        _ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [6],
            HiddenActivation = Of(Activations, variant),
            Dropout = 0.1,
            Training = Training(variant),
        }));

    private TrainingHistory Ratings(int variant) => Fit(_ratings,
        _ml.Regression.Trainers.RatingsRbm("Stars", "User", "Item", new RatingsRbmOptions
        {
            HiddenSize = 3,
            Training = Training(variant),
        }));

    private static TrainingHistory Fit<T>(IDataView rows, IEstimator<T> estimator)
        where T : NetworkTransformer
    {
        using var model = estimator.Fit(rows);
        return model.TrainingHistory;
    }

    // A seed of its own: the context gives the next fit another one.
    private static TrainingOptions Training(int variant) => new()
    {
        Epochs = 2,
        BatchSize = 8,
        Optimizer = Of(Optimizers, variant),
        WeightDecay = 1e-3,
        GradientClipNorm = variant % 2 == 0 ? 1 : null,
        Seed = 1,
    };

    private static T Of<T>(T[] choices, int variant) => choices[variant % choices.Length];

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];

    private IDataView Load<T>(int count, Func<int, T> create)
        where T : class => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(create).ToArray());

    private sealed class Row
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(8)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Picture
    {
        [KeyType(2)]
        public uint Label { get; set; }

        [VectorType(1, 8, 8)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Moment
    {
        public float Value { get; set; }
    }

    private sealed class Sequence
    {
        public float Sum { get; set; }

        [VectorType(5, 2)]
        public float[] Steps { get; set; } = [];
    }

    private sealed class Rating
    {
        [KeyType(10)]
        public uint User { get; set; }

        [KeyType(8)]
        public uint Item { get; set; }

        public float Stars { get; set; }
    }
}
