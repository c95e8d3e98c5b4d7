using System.Text.Json.Nodes;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>A transformer that can be rebuilt from what it saved: its description and its network's weights.</summary>
/// <typeparam name="TSelf">The transformer.</typeparam>
/// <typeparam name="TDescription">Its description, of the newest version.</typeparam>
/// <typeparam name="TNetwork">Its network.</typeparam>
internal interface IArchived<TSelf, TDescription, TNetwork>
    where TSelf : NetworkTransformer, IArchived<TSelf, TDescription, TNetwork>
    where TDescription : class, IModelDescription<TNetwork>
    where TNetwork : nn.Module
{
    /// <summary>Rebuilds the transformer.</summary>
    /// <param name="description">What was saved.</param>
    /// <param name="network">The network that the description has built, with the saved weights; the transformer owns it.</param>
    /// <param name="environment">The host.</param>
    /// <param name="device">Where the network lives.</param>
    static abstract TSelf From(TDescription description, TNetwork network, IHostEnvironment environment, Device device);

    /// <summary>Whether there are models of the kind that answer without torch: <see cref="WithoutTorch"/>.</summary>
    static virtual bool AnswersWithoutTorch => false;

    /// <summary>Rebuilds a transformer that needs torch later, or never.</summary>
    /// <param name="description">What was saved.</param>
    /// <param name="weights">The weights; stay the caller's.</param>
    /// <param name="environment">The host.</param>
    /// <returns>Null if it needs torch from the start.</returns>
    /// <exception cref="FormatException">The weights are not those of the description.</exception>
    static virtual TSelf? WithoutTorch(TDescription description, ArchivedWeights weights, IHostEnvironment environment) => null;

    /// <summary>Turns the description of an older version into one of the newest. Called for older versions only.</summary>
    /// <param name="description">The description as it was saved.</param>
    /// <param name="version">The version that it was saved with.</param>
    static virtual JsonNode Upgrade(JsonNode description, int version) => description;
}
