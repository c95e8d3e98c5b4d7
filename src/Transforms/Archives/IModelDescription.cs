using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>
/// What is saved of a transformer beside its weights, and carried by it: columns, architecture, learned scaling, history.
/// </summary>
internal interface IModelDescription
{
    /// <summary>What happened in training.</summary>
    TrainingHistory History { get; }

    /// <summary>Whether the network is not this library's, so that its buffers may hold numbers that are not finite.</summary>
    bool HasForeignBuffers => false;

    /// <summary>Checks everything that a damaged or foreign file may say wrongly, before a network is built from it.</summary>
    /// <exception cref="FormatException">A number is out of its range, or does not fit another.</exception>
    void Check();
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
