using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// Greedy layer-wise pretraining: each layer as a shallow autoencoder on the codes of those below (Bengio et al., NIPS 2006).
/// </summary>
internal static class LayerwisePretraining
{
    /// <summary>Trains the layers one after the other and puts their weights into the deep network.</summary>
    /// <param name="fit">The frame of the fit.</param>
    /// <param name="deep">The network to be fine-tuned.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="objective">What the deep network will minimize; its corruption and penalties go into each layer.</param>
    /// <param name="options">The options.</param>
    public static void Run(
        FitSession fit, AutoencoderNetwork deep, FitRows rows, AutoencoderObjective objective, AutoencoderOptions options)
    {
        var a = deep.Architecture;
        int[] sizes = [a.InputSize, .. a.HiddenSizes, a.CodeSize];
        var below = new List<AutoencoderNetwork>();
        var training = FitPhase.Of(options.Pretraining!, fit.Options);
        for (var i = 1; i < sizes.Length; i++)
        {
            var (isFirst, isCode) = (i == 1, i == sizes.Length - 1);
            var placed = fit.PlaceForNow(new AutoencoderNetwork(new AutoencoderArchitecture(
                sizes[i - 1], [], sizes[i], a.HiddenActivation, isCode ? a.CodeActivation : a.HiddenActivation,
                isFirst ? a.OutputActivation : a.HiddenActivation)
            {
                TiedWeights = a.TiedWeights,
                CodesKept = isCode ? a.CodesKept : null,
                FillsMissing = isFirst && a.FillsMissing,
            }));
            var shallow = placed.Network;
            if (isFirst && deep.Fill is { } fill)
                shallow.Fill!.copy_(fill);
            // Codes of a sigmoid are probabilities, as inputs in [0, 1] are.
            var crossEntropy = isFirst ? objective.CrossEntropy : objective.CrossEntropy && a.HiddenActivation == Activation.Sigmoid;
            var layerObjective = new AutoencoderObjective(crossEntropy)
            {
                Corruption = objective.Corruption,
                Sparsity = isCode ? objective.Sparsity : null,
                ContractionWeight = objective.ContractionWeight,
            };
            var codes = isFirst ? rows.Training
                : fit.Own(MappedBatches.Create(rows.Training, x => Codes(below, x), sizes[i - 1], options.Training.MemoryBudget));
            using (var step = new AutoencoderStep(shallow, placed.Update(training), layerObjective))
                fit.Train(step, codes, isFirst ? rows.Validation : null, training);
            Take(deep, shallow, i - 1);
            below.Add(shallow);
        }
    }

    private static Tensor Codes(List<AutoencoderNetwork> below, Tensor rows) =>
        below.Aggregate(rows, (codes, layer) => layer.Encode(codes));

    private static void Take(AutoencoderNetwork deep, AutoencoderNetwork shallow, int layer)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        Copy(shallow.EncoderLayers[0], deep.EncoderLayers[layer]);
        if (deep.Architecture.TiedWeights)
            deep.TiedBiases[^(layer + 1)].copy_(shallow.TiedBiases[0]);
        else
            Copy(shallow.DecoderLayers[0], deep.DecoderLayers[^(layer + 1)]);
    }

    private static void Copy(Linear from, Linear to)
    {
        to.weight!.copy_(from.weight!);
        to.bias!.copy_(from.bias!);
    }
}
