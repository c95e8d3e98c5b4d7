using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted module of the program's own that adds its answer as a column.</summary>
/// <remarks>
/// It scores on several threads at once: the module's <c>forward</c> must not write to fields while it is in evaluation mode.
/// </remarks>
[ArchiveKind("TorchModule", version: 1)]
public sealed class TorchModuleTransformer
    : ScoringTransformer, IArchived<TorchModuleTransformer, TorchModuleDescription, nn.Module<Tensor, Tensor>>
{
    internal TorchModuleTransformer(
        IHostEnvironment environment, TorchModuleDescription description, nn.Module<Tensor, Tensor> module, Device device)
        : base(
            environment, description, module, device, [new VectorInput(description.InputColumn, "input", description.InputSize)],
            ScoredOutputs.Of(new VectorOutput(description.OutputColumn, description.OutputSize), inputs => module.call(inputs[0])))
    {
    }

    /// <summary>The module, in evaluation mode; it stays the transformer's.</summary>
    public nn.Module<Tensor, Tensor> Module => (nn.Module<Tensor, Tensor>)Network;

    internal override string? WhyNotSaved => SavedModule.WhyNone(((TorchModuleDescription)Description).Module, Network);

    static TorchModuleTransformer IArchived<TorchModuleTransformer, TorchModuleDescription, nn.Module<Tensor, Tensor>>.From(
        TorchModuleDescription description, nn.Module<Tensor, Tensor> network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a module that transforms beside its weights.</summary>
internal sealed record TorchModuleDescription(
    string OutputColumn, int OutputSize, string InputColumn, int InputSize, SavedModule? Module, TrainingHistory History)
        : IModelDescription<nn.Module<Tensor, Tensor>>
{
    /// <inheritdoc/>
    public bool HasForeignBuffers => true;

    /// <inheritdoc/>
    public void Check()
    {
        Sound.Size(InputSize, nameof(InputSize));
        Sound.Size(OutputSize, nameof(OutputSize));
    }

    /// <inheritdoc/>
    public nn.Module<Tensor, Tensor> CreateNetwork() => SavedModule.CreateOf(Module);
}
