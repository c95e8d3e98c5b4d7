using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>
/// What is saved of a transformer: its kind and version, a description as JSON (columns, architecture, learned scaling,
/// history), and the weights in the safetensors format. Nothing in it is executable.
/// </summary>
/// <param name="description">The description.</param>
/// <param name="weights">The weights, by their names in the network.</param>
internal sealed class ModelArchive(JsonElement description, Dictionary<string, Tensor> weights)
{
    private const string WeightsStream = "weights.safetensors";
    private const int MaximumDescriptionBytes = 64 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Every kind this library knows.</summary>
    private static readonly Lazy<Dictionary<string, Type>> Kinds = new(() => typeof(ModelArchive).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<ArchiveKindAttribute>() is not null)
        .ToDictionary(type => type.GetCustomAttribute<ArchiveKindAttribute>()!.Kind));

    /// <summary>The description as the record that was saved.</summary>
    /// <exception cref="FormatException">It has other members than the record.</exception>
    public TDescription Describe<TDescription>()
    {
        try
        {
            return description.Deserialize<TDescription>(Json) ?? throw new FormatException("The model's description is empty.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The model's description is damaged or foreign: {e.Message}", e);
        }
    }

    /// <summary>Copies the weights into a network built from the description.</summary>
    /// <exception cref="FormatException">A weight is missing, unknown, or of another shape.</exception>
    public void LoadInto(nn.Module network)
    {
        var expected = network.state_dict();
        var missing = expected.Keys.Except(weights.Keys).ToArray();
        var unknown = weights.Keys.Except(expected.Keys).ToArray();
        if (missing.Length + unknown.Length > 0)
            throw new FormatException(
                $"The model's weights do not fit its description: missing {List(missing)}; unknown {List(unknown)}.");
        foreach (var (name, tensor) in expected)
            if (!tensor.shape.SequenceEqual(weights[name].shape) || tensor.dtype != weights[name].dtype)
                throw new FormatException(
                    $"Weight '{name}' is {weights[name].dtype} [{string.Join("x", weights[name].shape)}] in the file; "
                    + $"the description needs {tensor.dtype} [{string.Join("x", tensor.shape)}].");
        using var gradientsOff = no_grad();
        foreach (var (name, tensor) in expected)
            tensor.copy_(weights[name]);
    }

    /// <summary>Writes a transformer into the entry that ML.NET has opened for it.</summary>
    public static void Save(ModelSaveContext context, NetworkTransformer transformer)
    {
        ArgumentNullException.ThrowIfNull(context);
        transformer.CheckAlive(); // without its weights it would be written as a model that nobody can load
        var kind = transformer.GetType().GetCustomAttribute<ArchiveKindAttribute>()!;
        MlNetInternals.SetVersion(context);
        var writer = MlNetInternals.Writer(context);
        var text = JsonSerializer.SerializeToUtf8Bytes(transformer.Description, Json);
        if (text.Length > MaximumDescriptionBytes)
            throw new InvalidOperationException(
                $"The model's description takes {text.Length} bytes, and a file holds {MaximumDescriptionBytes} at most: a key column with very many values is part of it.");
        writer.Write(kind.Kind);
        writer.Write(kind.Version);
        writer.Write(text.Length);
        writer.Write(text);
        MlNetInternals.SaveBinaryStream(context, WeightsStream, stream => SafeTensors.Write(stream, transformer.Weights));
    }

    /// <summary>Reads the transformer that ML.NET has found in a model.</summary>
    /// <exception cref="FormatException">The entry is damaged, foreign, or written by a newer version.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing, or is another version.</exception>
    public static NetworkTransformer Load(IHostEnvironment environment, object loadContext)
    {
        NativeGround.Require();
        var reader = MlNetInternals.Reader(loadContext);
        var (type, description) = ReadHeader(reader);
        var weights = ReadWeights(loadContext);
        try
        {
            var rebuild = typeof(ModelArchive).GetMethod(nameof(Rebuild), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type);
            return (NetworkTransformer)rebuild.Invoke(
                null, BindingFlags.DoNotWrapExceptions, null, [new ModelArchive(description, weights), environment], null)!;
        }
        finally
        {
            foreach (var tensor in weights.Values)
                tensor.Dispose();
        }
    }

    // Networks are not built inside this scope: it would end the parameters that they make themselves.
    private static Dictionary<string, Tensor> ReadWeights(object loadContext)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor>? weights = null;
        if (!MlNetInternals.TryLoadBinaryStream(loadContext, WeightsStream, stream => weights = SafeTensors.Read(stream)))
            throw new FormatException($"The model has no entry '{WeightsStream}': the file is damaged.");
        foreach (var tensor in weights!.Values)
            tensor.DetachFromDisposeScope();
        return weights;
    }

    private static NetworkTransformer Rebuild<TTransformer>(ModelArchive archive, IHostEnvironment environment)
        where TTransformer : NetworkTransformer, IArchived<TTransformer> => TTransformer.FromArchive(archive, environment);

    private static (Type Type, JsonElement Description) ReadHeader(BinaryReader reader)
    {
        try
        {
            var kind = reader.ReadString();
            var version = reader.ReadInt32();
            if (!Kinds.Value.TryGetValue(kind, out var type))
                throw new FormatException(
                    $"The model holds a '{kind}', which this version of DeepML does not know. Known: {string.Join(", ", Kinds.Value.Keys)}.");
            var newest = type.GetCustomAttribute<ArchiveKindAttribute>()!.Version;
            if (version < 1 || version > newest)
                throw new FormatException($"The model's '{kind}' has format version {version}; this version of DeepML reads up to {newest}.");
            var length = reader.ReadInt32();
            if (length is < 2 or > MaximumDescriptionBytes)
                throw new FormatException($"The model's description claims {length} bytes: the file is damaged.");
            var text = reader.ReadBytes(length);
            if (text.Length != length)
                throw new FormatException($"The model's description ends after {text.Length} of {length} bytes: the file is truncated.");
            return (type, JsonDocument.Parse(text).RootElement);
        }
        catch (Exception e) when (e is EndOfStreamException or JsonException)
        {
            throw new FormatException($"The model's description cannot be read: {e.Message}", e);
        }
    }

    private static string List(string[] names) => names.Length == 0 ? "none" : string.Join(", ", names.Order());
}
