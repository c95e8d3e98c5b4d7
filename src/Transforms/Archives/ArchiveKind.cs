using System.Reflection;
using System.Text.Json.Nodes;
using DeepML.Networks;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>A transformer that is known to the reader of saved models: found by its <see cref="ArchiveKindAttribute"/>.</summary>
internal sealed class ArchiveKind
{
    private readonly Lazy<Func<ArchiveKind, JsonNode, int, ArchivedWeights, IHostEnvironment, NetworkTransformer>> _rebuild;
    private readonly Lazy<Func<ArchiveKind, JsonNode, int, IModelDescription>> _describe;

    private ArchiveKind(Type transformer, ArchiveKindAttribute attribute)
    {
        (Name, Version) = (attribute.Kind, attribute.Version);
        var archived = Array.Find(
            transformer.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IArchived<,,>))
            ?? throw new InvalidOperationException($"{transformer.Name} has a kind, and does not say how it is rebuilt.");
        // Most programs need one kind of many.
        _rebuild = Of<Func<ArchiveKind, JsonNode, int, ArchivedWeights, IHostEnvironment, NetworkTransformer>>(nameof(Rebuild));
        _describe = Of<Func<ArchiveKind, JsonNode, int, IModelDescription>>(nameof(Describe));

        Lazy<TDelegate> Of<TDelegate>(string method)
            where TDelegate : Delegate => new(() => typeof(ArchiveKind).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(archived.GetGenericArguments()).CreateDelegate<TDelegate>());
    }

    /// <summary>Its name in saved models.</summary>
    public string Name { get; }

    /// <summary>The newest version that is read, and the one that is written.</summary>
    public int Version { get; }

    /// <summary>Every kind of an assembly, by name.</summary>
    public static IReadOnlyDictionary<string, ArchiveKind> In(Assembly assembly)
    {
        var kinds = new Dictionary<string, ArchiveKind>();
        foreach (var type in assembly.GetTypes())
            if (type.IsAssignableTo(typeof(NetworkTransformer)) && type.GetCustomAttribute<ArchiveKindAttribute>() is { } attribute)
                kinds.Add(attribute.Kind, new ArchiveKind(type, attribute));
        return kinds;
    }

    /// <summary>Rebuilds a transformer.</summary>
    /// <param name="description">The description as it was saved.</param>
    /// <param name="version">The version that it was saved with; at most <see cref="Version"/>.</param>
    /// <param name="weights">The weights; stay the caller's.</param>
    /// <param name="environment">The host.</param>
    /// <exception cref="FormatException">The parts do not fit together: the file is damaged or foreign.</exception>
    public NetworkTransformer Rebuild(JsonNode description, int version, ArchivedWeights weights, IHostEnvironment environment) =>
        _rebuild.Value(this, description, version, weights, environment);

    /// <summary>A description as it was saved, read and checked.</summary>
    /// <param name="description">The description.</param>
    /// <param name="version">The version that it was saved with; at most <see cref="Version"/>.</param>
    /// <exception cref="FormatException">It does not fit together: the file is damaged or foreign.</exception>
    public IModelDescription Described(JsonNode description, int version) => _describe.Value(this, description, version);

    private static NetworkTransformer Rebuild<TTransformer, TDescription, TNetwork>(
        ArchiveKind kind, JsonNode saved, int version, ArchivedWeights weights, IHostEnvironment environment)
        where TTransformer : NetworkTransformer, IArchived<TTransformer, TDescription, TNetwork>
        where TDescription : class, IModelDescription<TNetwork>
        where TNetwork : nn.Module
    {
        if (!TTransformer.AnswersWithoutTorch)
            NativeGround.Require();
        var description = (TDescription)Describe<TTransformer, TDescription, TNetwork>(kind, saved, version);
        return kind.Told(() => From<TTransformer, TDescription, TNetwork>(description, weights, environment));
    }

    private static IModelDescription Describe<TTransformer, TDescription, TNetwork>(ArchiveKind kind, JsonNode saved, int version)
        where TTransformer : NetworkTransformer, IArchived<TTransformer, TDescription, TNetwork>
        where TDescription : class, IModelDescription<TNetwork>
        where TNetwork : nn.Module
    {
        var description = ArchiveJson.Read<TDescription>(
            version < kind.Version ? kind.Upgraded(TTransformer.Upgrade, saved, version) : saved);
        return kind.Told(() =>
        {
            DescriptionWalk.Check(description);
            description.Check();
            return description;
        });
    }

    // Whatever a foreign description made of the code that reads it, callers need to know one kind of error.
    private T Told<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (FormatException or InvalidOperationException or OutOfMemoryException or DllNotFoundException))
        {
            throw new FormatException($"The model's description of a '{Name}' does not fit together: {e.Message}", e);
        }
    }

    private static TTransformer From<TTransformer, TDescription, TNetwork>(
        TDescription description, ArchivedWeights weights, IHostEnvironment environment)
        where TTransformer : NetworkTransformer, IArchived<TTransformer, TDescription, TNetwork>
        where TDescription : class, IModelDescription<TNetwork>
        where TNetwork : nn.Module
    {
        if (TTransformer.AnswersWithoutTorch && TTransformer.WithoutTorch(description, weights, environment) is { } ready)
            return ready;
        return Built<TTransformer, TDescription, TNetwork>(description, weights, environment);
    }

    private static TTransformer Built<TTransformer, TDescription, TNetwork>(
        TDescription description, ArchivedWeights weights, IHostEnvironment environment)
        where TTransformer : NetworkTransformer, IArchived<TTransformer, TDescription, TNetwork>
        where TDescription : class, IModelDescription<TNetwork>
        where TNetwork : nn.Module
    {
        NativeGround.Require();
        TNetwork network;
        using (WeightRoom.OfFile(weights.Count))
            network = description.CreateNetwork();
        try
        {
            weights.CopyInto(network, description.HasForeignBuffers);
            return TTransformer.From(description, network, environment, CPU);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private JsonNode Upgraded(Func<JsonNode, int, JsonNode> upgrade, JsonNode saved, int version)
    {
        try
        {
            return upgrade(saved, version);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException)
        {
            throw new FormatException($"The model's description of a '{Name}' of version {version} is damaged or foreign: {e.Message}", e);
        }
    }
}
