using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Greedy training of a stack of machines, bottom up: each learns the hidden means of the one below.</summary>
internal static class DeepBeliefTraining
{
    // Machines above read what the lowest one says, so it must say something: at a noise as large as the data it hardly does.
    private const double NoiseOfLowest = 0.4;

    /// <summary>Trains every layer.</summary>
    /// <param name="fit">The frame of the fit.</param>
    /// <param name="stack">The stack, on the fit's device.</param>
    /// <param name="layers">How each layer learns.</param>
    /// <param name="common">How layers without options of their own are trained.</param>
    /// <param name="given">The rows, visible numbers in column 0.</param>
    /// <param name="start">How the lowest of fresh machines reads the rows; null goes on from where they are.</param>
    /// <returns>What happened, layer by layer.</returns>
    public static TrainingHistory[] Run(
        FitSession fit, PlacedNetwork<DeepBeliefNetwork> stack, IReadOnlyList<DeepBeliefLayer> layers, TrainingOptions common,
        FitRows given, VisibleScaling? start)
    {
        var (rows, validation) = (given.Training, given.Validation);
        var histories = new TrainingHistory[layers.Count];
        // What a machine over numbers hands up lies around a half in every unit, where bits, or pixels, are mostly off or on.
        var isOfNumbers = stack.Network.Machines[0].Architecture.VisibleUnits == VisibleUnits.Gaussian;
        for (var i = 0; i < layers.Count; i++)
        {
            var machine = stack.Network.Machines[i];
            var options = FitPhase.Of(layers[i].Training ?? common, fit.Options);
            var rule = layers[i].Machine.Rule(options) with { Centred = i > 0 && isOfNumbers };
            histories[i] = RbmTraining.Run(
                fit, stack.Part(machine), rule, rows, validation, options, i == 0 || start is null ? start : VisibleScaling.Standard,
                layers.Count > 1 && !machine.Architecture.LearnsVariances ? NoiseOfLowest : 1);
            if (i == layers.Count - 1)
                break;
            rows = Upwards(rows);
            validation = validation is null ? null : Upwards(validation);

            IBatchSource Upwards(IBatchSource source) =>
                fit.Own(MappedBatches.Create(source, machine.call, machine.Architecture.HiddenSize, fit.Options.MemoryBudget));
        }
        return histories;
    }

    /// <summary>The architecture that layers make over data of a given width.</summary>
    /// <param name="visibleSize">Numbers per row.</param>
    /// <param name="units">What they are.</param>
    /// <param name="start">How they are scaled; null as by the lowest machine that is gone on from.</param>
    /// <param name="previous">That machine; null for none.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="learnsVariances">Whether the lowest machine learns the noise of its numbers.</param>
    public static DeepBeliefArchitecture Architecture(
        int visibleSize, VisibleUnits units, VisibleScaling? start, RbmArchitecture? previous, IReadOnlyList<DeepBeliefLayer> layers,
        bool learnsVariances = false) =>
        DeepBeliefArchitecture.Create(
            visibleSize, units, layers.Select(layer => (layer.HiddenSize, layer.HiddenUnits)),
            start?.Form ?? previous!.Scaling, start?.ReadsAsGiven ?? previous!.ReadsAsGiven, learnsVariances);

    /// <summary>The architecture of layers that were learned elsewhere: each reads numbers as they are, or as they are scaled.</summary>
    /// <param name="visibleSize">Numbers per row.</param>
    /// <param name="scaling">What the lowest layer does with them first.</param>
    /// <param name="layers">The layers.</param>
    public static DeepBeliefArchitecture ArchitectureAsGiven(int visibleSize, ScalingForm scaling, IReadOnlyList<DeepBeliefLayer> layers) =>
        new([.. layers.Select((layer, i) => new RbmArchitecture(
            i == 0 ? visibleSize : layers[i - 1].HiddenSize, layer.HiddenSize, VisibleUnits.Gaussian, layer.HiddenUnits,
            i == 0 ? scaling : ScalingForm.None, ReadsAsGiven: i > 0 || scaling == ScalingForm.None))]);

    /// <summary>Notes visible units that a stack does not have.</summary>
    public static void Validate(VisibleUnits? units, OptionFaults faults, string name)
    {
        if (units == VisibleUnits.Counts)
            faults.Add(name, units, "Bernoulli or Gaussian: a machine of counts stands alone");
    }

    /// <summary>Notes every fault of the layers.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="faults">Receives them.</param>
    /// <param name="whole">Name of the options that hold what concerns the whole fit.</param>
    public static void Validate(IReadOnlyList<DeepBeliefLayer>? layers, OptionFaults faults, string whole)
    {
        if (layers is null or { Count: 0 })
        {
            faults.Add("Layers", layers is null ? null : "an empty list", "a list of at least one layer");
            return;
        }
        for (var i = 0; i < layers.Count; i++)
        {
            if (!faults.Given(layers[i], $"Layers[{i}]"))
                continue;
            layers[i].Machine.ValidateMachine(faults, $"Layers[{i}].");
            if (layers[i].Training is not { } training)
                continue;
            training.Validate(faults, $"Layers[{i}].Training", labels: false);
            FitPhase.Validate(training, faults, $"Layers[{i}].Training", whole);
        }
    }
}
