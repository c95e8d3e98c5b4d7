using Microsoft.ML.Runtime;

namespace DeepML.Transforms;

/// <summary>A transformer that can be rebuilt from what it saved.</summary>
internal interface IArchived<TSelf>
    where TSelf : NetworkTransformer, IArchived<TSelf>
{
    /// <summary>Rebuilds the transformer.</summary>
    /// <exception cref="FormatException">The archive is damaged or does not fit together.</exception>
    static abstract TSelf FromArchive(ModelArchive archive, IHostEnvironment environment);
}
