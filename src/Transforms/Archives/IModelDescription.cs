using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>What is saved of a transformer beside its weights, and carried by it: columns, architecture, learned scaling, history.</summary>
internal interface IModelDescription
{
    /// <summary>What happened in training.</summary>
    TrainingHistory History { get; }
}

/// <summary>A description that can build the network whose weights are saved with it.</summary>
/// <typeparam name="TNetwork">The network.</typeparam>
internal interface IModelDescription<out TNetwork> : IModelDescription
    where TNetwork : nn.Module
{
    /// <summary>Builds the network on the processor, with fresh weights.</summary>
    /// <exception cref="FormatException">The description does not fit together: it comes from a damaged file.</exception>
    TNetwork CreateNetwork();
}
