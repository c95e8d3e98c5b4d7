using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests;

/// <summary>A tiny regression problem: y = 2·x₀ - x₁ + 0.5, with a linear network and everything a loop needs.</summary>
internal sealed class Toy : IDisposable
{
    private readonly TrainingRandom _random;

    public Toy(TrainingOptions options, int rows = 50, int seed = 1)
    {
        Options = options;
        _random = new TrainingRandom(seed);
        Rows = Source(rows, seed);
        Network = nn.Linear(2, 1);
        Loss = new RegressionLoss(options);
        Step = new SupervisedStep(Network, new WeightUpdate(Network.parameters(), options), Loss);
    }

    public TrainingOptions Options { get; }

    public InMemoryBatches Rows { get; }

    public TorchSharp.Modules.Linear Network { get; }

    public HeadLoss Loss { get; }

    public TrainingStep Step { get; set; }

    public TrainingRandom Random => _random;

    public float[] Weights => [.. Network.state_dict().Values.SelectMany(Values)];

    public static InMemoryBatches Source(int rows, int seed)
    {
        var random = new Random(seed);
        var x = Enumerable.Range(0, rows * 2).Select(_ => (float)random.NextDouble()).ToArray();
        var y = Enumerable.Range(0, rows).Select(i => (2 * x[2 * i]) - x[(2 * i) + 1] + 0.5f).ToArray();
        return new InMemoryBatches(tensor(x, [rows, 2]), tensor(y));
    }

    public TrainingHistory Run(
        IBatchSource? validation = null, int phase = 1, Action<EpochProgress>? report = null, TimeProvider? time = null) =>
        new TrainingLoop(Options, _random) { Phase = phase, Report = report, Time = time ?? TimeProvider.System }.Run(
            Step, Rows, validation);

    public static float[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().contiguous().data<float>().ToArray();
    }

    public void Dispose()
    {
        Step.Dispose();
        Loss.Dispose();
        Network.Dispose();
        Rows.Dispose();
        _random.Dispose();
    }
}
