using DeepML.Data;
using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Distribution;

/// <summary>The toy problem, trained by several ranks together: each has a network, rows and a loop of its own.</summary>
internal static class SharedToy
{
    public static readonly TrainingOptions Options = new()
    {
        Epochs = 3,
        BatchSize = 8,
        LearningRate = 0.1,
        Optimizer = new GradientDescentOptimizer { Momentum = 0.5 },
        Threads = 1,
    };

    /// <summary>What a rank ends with.</summary>
    public sealed record Result(TrainingHistory History, float[] Weights, int GradientSums);

    /// <summary>Trains on as many ranks; one trains alone.</summary>
    /// <param name="ranks">Number of ranks.</param>
    /// <param name="options">Of each rank.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="heldOut">Number of rows that are measured; 0 for none.</param>
    /// <param name="change">Changes something on a rank before it trains; null for nothing.</param>
    public static Result[] Train(
        int ranks, TrainingOptions options, int rows = 50, int heldOut = 0, Action<Part>? change = null) =>
        Train(ranks, _ => options, _ => rows, heldOut, change);

    /// <inheritdoc cref="Train(int, TrainingOptions, int, int, Action{Part})"/>
    public static Result[] Train(
        int ranks, Func<int, TrainingOptions> options, Func<int, int> rows, int heldOut = 0, Action<Part>? change = null)
    {
        using var random = new TrainingRandom(1);
        if (ranks == 1)
            return [Train(null, options(0), rows(0), heldOut, change, random)];
        return ThreadRanks.Run(
            ranks, together => Train(together, options(together.Rank), rows(together.Rank), heldOut, change, random));
    }

    private static Result Train(
        ThreadRanks? together, TrainingOptions options, int rows, int heldOut, Action<Part>? change, TrainingRandom random)
    {
        options = options with { Distribution = together };
        using var network = nn.Linear(2, 1);
        using (no_grad())
        {
            network.weight!.copy_(tensor(new[] { 0.3f, -0.2f }, [1, 2]));
            network.bias!.copy_(tensor(new[] { 0.1f }));
        }
        using var loss = new RegressionLoss(options);
        using var training = Toy.Source(rows, 1);
        using var measured = heldOut > 0 ? Toy.Source(heldOut, 9) : null;
        var part = new Part(
            together?.Rank ?? 0, network, new SupervisedStep(network, new WeightUpdate(network.parameters(), options), loss), training);
        change?.Invoke(part);
        using var step = part.Step;
        var history = new TrainingLoop(options, random).Run(step, training, measured);
        return new Result(history, [.. network.state_dict().Values.SelectMany(Toy.Values)], together?.GradientSums ?? 0);
    }

    /// <summary>What a rank trains.</summary>
    public sealed record Part(int Rank, TorchSharp.Modules.Linear Network, TrainingStep Trains, InMemoryBatches Rows)
    {
        /// <summary>The step that is run.</summary>
        public TrainingStep Step { get; set; } = Trains;
    }
}
