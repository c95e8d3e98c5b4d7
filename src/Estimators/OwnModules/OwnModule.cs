using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>A module of the program's own in a fit: everything that would only show after hours of training is looked at before.</summary>
/// <param name="placed">The module, on the device where it learns.</param>
/// <param name="saved">What a model holds of it; null if nothing could build it again.</param>
/// <param name="answerSize">Numbers that it answers with for each row.</param>
internal sealed class OwnModule(PlacedNetwork<nn.Module<Tensor, Tensor>> placed, SavedModule? saved, int answerSize)
{
    private const int Rows = 2; // one row would hide a module that mixes up rows and numbers

    private static readonly string[] MemoryWords = ["allocate memory", "out of memory", "storage size calculation overflowed"];

    // Every module that a fit has taken: a second fit with the same one would move the weights of a model that was handed over.
    private static readonly ConditionalWeakTable<nn.Module, object> Taken = [];

    /// <summary>The module, on the device where it learns.</summary>
    public PlacedNetwork<nn.Module<Tensor, Tensor>> Placed => placed;

    /// <summary>What a model holds of it; null if nothing could build it again.</summary>
    public SavedModule? Saved => saved;

    /// <summary>Numbers that it answers with for each row.</summary>
    public int AnswerSize => answerSize;

    /// <summary>Makes the module and looks at it.</summary>
    /// <param name="fit">The frame of the fit, which then owns the module.</param>
    /// <param name="host">Hears of a module that cannot be saved.</param>
    /// <param name="create">What the user gave.</param>
    /// <param name="inputSize">Numbers in a row of its input.</param>
    /// <param name="previous">A fitted model whose weights it starts from; null keeps its own.</param>
    /// <exception cref="InvalidOperationException">
    /// The module has nothing to learn, takes more memory than there is, answers with something else than rows of numbers, or would be
    /// another one when built again.
    /// </exception>
    public static OwnModule Place(
        FitSession fit, IHost host, Func<nn.Module<Tensor, Tensor>> create, int inputSize, NetworkTransformer? previous)
    {
        var module = Create(create);
        if (!Taken.TryAdd(module, host))
            throw new InvalidOperationException(
                $"The function that makes the module has returned the same {module.GetType().Name} twice; it must make a new one in each "
                    + "call, because a model owns its module.");
        CheckRoom(module);
        var placed = fit.Place(module, previous);
        if (!module.parameters().Any(weight => weight.requires_grad))
            throw new InvalidOperationException(
                $"{module.GetType().Name} has no parameter to learn. Does its constructor end with RegisterComponents()?");
        var chance = TrainingRandom.State; // looking draws nothing
        var answerSize = MeasureAnswer(module, inputSize, fit.Device);
        var saved = Describe(module, fit, host);
        TrainingRandom.State = chance;
        return new OwnModule(placed, saved, answerSize);
    }

    /// <summary>A step that trains the module by back-propagation.</summary>
    /// <param name="loss">Mean loss of a batch that is learned from.</param>
    /// <param name="identity">What tells the loss from others.</param>
    /// <param name="measure">Adds metrics of held-out rows; null for none.</param>
    /// <param name="heldOutLoss">Mean loss of a batch that is measured; null for the same.</param>
    /// <param name="unit">What a loss of 1 is in the unit that people read.</param>
    /// <param name="weightOf">What the rows of a batch count together; null for their number.</param>
    public SupervisedStep Step(
        Func<Tensor, Data.TensorBatch, Tensor> loss, object identity, Action<Tensor, Data.TensorBatch, RowSums>? measure = null,
        Func<Tensor, Data.TensorBatch, Tensor>? heldOutLoss = null, double unit = 1, Func<Data.TensorBatch, double>? weightOf = null)
    {
        var module = placed.Network;
        return new SupervisedStep(
            module, (features, _) => module.call(features), placed.Update(), loss, identity, measure, heldOutLoss, unit)
        {
            BuiltFrom = saved,
            WeightOf = weightOf ?? (batch => batch.Rows),
        };
    }

    private static nn.Module<Tensor, Tensor> Create(Func<nn.Module<Tensor, Tensor>> create)
    {
        try
        {
            return create() ?? throw new InvalidOperationException("The function that makes the module has returned null.");
        }
        catch (Exception error) when (IsOutOfMemory(error))
        {
            throw new InvalidOperationException(
                $"The function that makes the module asks for more memory than there is; this process may use {WeightRoom.Memory} bytes. "
                + $"Make its layers narrower, or its input. {error.Message.Split('\n')[0]}",
                error);
        }
    }

    // Torch tells what went wrong by its text alone.
    private static bool IsOutOfMemory(Exception error) => error is OutOfMemoryException
        || (error is ExternalException && MemoryWords.Any(words => error.Message.Contains(words, StringComparison.OrdinalIgnoreCase)));

    // Gradients are as many as the weights that learn; what an optimizer keeps beside them comes on top.
    private static void CheckRoom(nn.Module<Tensor, Tensor> module)
    {
        var weights = module.parameters().Concat(module.buffers()).Aggregate((Int128)0, (sum, weight) => sum + BytesOf(weight));
        var gradients = module.parameters().Where(p => p.requires_grad).Aggregate((Int128)0, (sum, weight) => sum + BytesOf(weight));
        if (weights + gradients <= WeightRoom.Memory)
            return;
        var name = module.GetType().Name;
        module.Dispose();
        throw new InvalidOperationException(
            $"The weights of {name} take {weights} bytes and their gradients {gradients} bytes; this process may use {WeightRoom.Memory} "
                + "bytes. "
            + "Make its layers narrower, or its input.");
    }

    private static Int128 BytesOf(Tensor weight) => (Int128)weight.numel() * weight.ElementSize;

    private static int MeasureAnswer(nn.Module<Tensor, Tensor> module, int inputSize, Device device)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        module.eval();
        var answer = module.call(zeros(Rows, inputSize, device: device));
        return answer.dim() == 2 && answer.size(0) == Rows && answer.size(1) > 0 && answer.dtype == ScalarType.Float32
            ? (int)answer.size(1)
            : throw new InvalidOperationException(
                $"{module.GetType().Name} answers {answer.dtype} [{string.Join("x", answer.shape)}] to Float32 [{Rows}x{inputSize}]; it "
                    + "must answer Float32 (rows, numbers).");
    }

    private static SavedModule? Describe(nn.Module<Tensor, Tensor> module, FitSession fit, IHost host)
    {
        if (ModuleKind.Of(module.GetType(), out var why) is not { } kind)
        {
            if (fit.Options.CheckpointDirectory is not null)
                throw new InvalidOperationException($"Checkpoints would not know what they are of. {why}");
            using var channel = host.Start("Module");
            channel.Warning(MessageSensitivity.None, $"The model can be used and not be saved. {why}");
            return null;
        }
        TorchModules.Add(kind);
        var saved = kind.Describe(module);
        using var again = kind.Create(saved);
        var differences = NetworkWeights.Differences(again.state_dict(), module.state_dict());
        if (differences.Count > 0)
            throw new InvalidOperationException(
                $"{kind.Class.Name} built again from what a model would hold of it is another module: {string.Join("; ", differences)}. "
                + "Its Settings must hold everything that its constructor decides by.");
        return JsonNode.DeepEquals(kind.Describe(again).Settings, saved.Settings)
            ? saved
            : throw new InvalidOperationException(
                $"{kind.Class.Name} built again from its settings {saved.Settings?.ToJsonString()} tells others: "
                    + $"{kind.Describe(again).Settings?.ToJsonString()}.");
    }
}
