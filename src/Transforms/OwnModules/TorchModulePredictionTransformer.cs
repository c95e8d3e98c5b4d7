using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted module of the program's own that answers as ML.NET's trainers do.</summary>
/// <remarks>
/// It scores on several threads at once: the module's <c>forward</c> must not write to fields while it is in evaluation mode.
/// </remarks>
[ArchiveKind("TorchModulePrediction", version: 1)]
public sealed class TorchModulePredictionTransformer
    : PredictionTransformer, IArchived<TorchModulePredictionTransformer, TorchModulePredictionDescription, nn.Module<Tensor, Tensor>>
{
    internal TorchModulePredictionTransformer(
        IHostEnvironment environment, TorchModulePredictionDescription description, nn.Module<Tensor, Tensor> module, Device device)
        : base(
            environment, description, module, device, description.Head,
            new VectorInput(description.FeatureColumn, "feature", description.FeatureSize), module.call)
    {
    }

    /// <summary>The module, in evaluation mode; it stays the transformer's.</summary>
    public nn.Module<Tensor, Tensor> Module => (nn.Module<Tensor, Tensor>)Network;

    internal override string? WhyNotSaved => SavedModule.WhyNone(((TorchModulePredictionDescription)Description).Module, Network);

    private protected override PredictionTransformer With(PredictionHead head) =>
        new TorchModulePredictionTransformer(
            Environment, (TorchModulePredictionDescription)Description with { Head = head }, Module, Device);

    static TorchModulePredictionTransformer IArchived<TorchModulePredictionTransformer, TorchModulePredictionDescription,
        nn.Module<Tensor, Tensor>>.From(
        TorchModulePredictionDescription description, nn.Module<Tensor, Tensor> network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a module that predicts beside its weights.</summary>
internal sealed record TorchModulePredictionDescription(
    string FeatureColumn, int FeatureSize, SavedModule? Module, PredictionHead Head, TrainingHistory History)
        : IModelDescription<nn.Module<Tensor, Tensor>>
{
    /// <inheritdoc/>
    public bool HasForeignBuffers => true;

    /// <inheritdoc/>
    public void Check()
    {
        Sound.Size(FeatureSize, nameof(FeatureSize));
        Head.Check(Head.AnswerSize);
    }

    /// <inheritdoc/>
    public nn.Module<Tensor, Tensor> CreateNetwork() => SavedModule.CreateOf(Module);
}
