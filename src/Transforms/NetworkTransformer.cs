using System.Reflection;
using System.Runtime.CompilerServices;
using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted network as an ML.NET transformer: it carries the weights, what else was learned and the history of the training, and is
/// saved and loaded with the model around it. What it makes of rows is its own; most add columns: <see cref="ScoringTransformer"/>.
/// </summary>
/// <remarks>
/// Scoring may run on several threads at once. Disposing ends the model's use: later calls get <see cref="ObjectDisposedException"/>. The
/// network's memory is freed when nobody uses it any more: models made of this one by other settings have the same weights, and what is
/// being scored when the model is disposed is scored to the end of its batch.
/// </remarks>
public abstract class NetworkTransformer : ITransformer, IDisposable
{
    private readonly HeldNetwork _network;
    private readonly Lock _gate = new();
    private volatile SharedWeights? _weights; // null until there is a network
    private IDisposable? _own;
    private volatile bool _disposed;

    private protected NetworkTransformer(IHostEnvironment environment, IModelDescription description, HeldNetwork network, Device device)
    {
        Environment = environment;
        Description = description;
        Device = device;
        _network = network;
        if (network.IsThere)
            Join();
    }

    /// <summary>What happened while the network was trained.</summary>
    public TrainingHistory TrainingHistory => Description.History;

    /// <summary>Number of trained weights.</summary>
    public long ParameterCount => _network.Seen?.ParameterCount ?? Network.parameters().Sum(parameter => parameter.numel());

    /// <inheritdoc/>
    public abstract bool IsRowToRowMapper { get; }

    /// <summary>What is saved beside the weights.</summary>
    internal IModelDescription Description { get; }

    /// <summary>The weights that are saved, by name.</summary>
    internal IReadOnlyDictionary<string, Tensor> NamedWeights => Network.state_dict();

    /// <summary>The weights that a training goes on from, by name.</summary>
    internal virtual IReadOnlyDictionary<string, Tensor> StartingWeights => NamedWeights;

    /// <summary>Copies of the weights that networks of any family may start from.</summary>
    internal virtual TransferWeights Transferable() => TransferWeights.CopyOf(StartingWeights);

    /// <summary>Where the network lives.</summary>
    internal Device Device { get; }

    /// <summary>Why the model cannot be saved, in sentences that say what would help; null if it can.</summary>
    internal virtual string? WhyNotSaved => null;

    /// <summary>What to do instead of writing the model as ONNX by ML.NET's converter.</summary>
    private protected virtual string InsteadOfOnnx =>
        "Use ml.Model.ExportToOnnx of the package DeepML.Onnx, which writes the whole chain, or save it with ml.Model.Save, which keeps it";

    /// <summary>The network, in scoring mode.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed before anything needed it.</exception>
    internal nn.Module Network
    {
        get
        {
            if (_weights is null)
                Join();
            return _network.Network;
        }
    }

    private protected IHostEnvironment Environment { get; }

    /// <summary>What there is to see of a transformer's network.</summary>
    private protected static NetworkModel ModelOf(NetworkTransformer transformer) => new(
        transformer.GetType().GetCustomAttribute<ArchiveKindAttribute>()?.Kind ?? transformer.GetType().Name, transformer.NamedWeights,
        transformer.ParameterCount);

    /// <summary>A table of the network: what it is made of, and the number of trained weights.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public virtual string Summary()
    {
        using var use = Use();
        return ModelOf(this).Summary();
    }

    /// <summary>
    /// Writes the weights in the safetensors format, to start other networks from: see <see cref="T:DeepML.TransferOptions"/>. What a deep
    /// belief network reads and makes up is written as ordinary layers; the values behind keys are written with the layers that read them.
    /// </summary>
    /// <param name="path">The file; one of the same name is replaced.</param>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void SaveWeights(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var use = Use();
        using var weights = Transferable();
        TransferFile.Write(path, weights);
    }

    /// <inheritdoc/>
    public abstract DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    /// <inheritdoc/>
    public abstract IDataView Transform(IDataView input);

    /// <inheritdoc/>
    public abstract IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema);

    /// <summary>A view of this transformer's, which ML.NET's ONNX converter refuses and does not leave out.</summary>
    private protected IDataView WithoutOnnx(IDataView view, IDataView source) =>
        OnnxRefusal.At(view, source, () => new NotSupportedException(
        $"{GetType().Name} cannot be written as ONNX by ML.NET's converter, which knows ML.NET's own transformers only. {InsteadOfOnnx}."));

    /// <summary>Refuses what needs the weights once the model was disposed.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    internal void CheckAlive() => ObjectDisposedException.ThrowIf(_disposed, this);

    /// <summary>
    /// Keeps the weights until the answer is disposed, whoever disposes the model meanwhile: for everything that reads them.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    internal IDisposable Use()
    {
        var use = (_weights ?? Join()).TryJoin();
        if (use is not null && !_disposed) // in this order: who has joined before the end may stay
            return use;
        use?.Dispose();
        throw new ObjectDisposedException(GetType().FullName);
    }

    /// <summary>Whether there is a network, or only what its file says of it: see <see cref="HeldNetwork"/>.</summary>
    internal bool HasNetwork => _weights is not null;

    /// <summary>Like <see cref="Use"/>, for what reads no weights of a network that is not built yet.</summary>
    /// <returns>Null if it is not built yet.</returns>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    private protected IDisposable? UseIfThere()
    {
        if (_weights is not null)
            return Use();
        CheckAlive();
        return null;
    }

    private SharedWeights Join()
    {
        lock (_gate)
        {
            if (_weights is { } joined)
                return joined;
            ObjectDisposedException.ThrowIf(_disposed, this);
            var network = _network.Build();
            var weights = SharedWeights.Of(network);
            _own = weights.TryJoin() ?? throw new ObjectDisposedException(GetType().FullName);
            network.eval();
            // A caller's dispose scope would end what a network made itself inside it: TorchSharp saves the weights of its own layers only.
            foreach (var weight in network.parameters().Concat(network.buffers()))
                weight.DetachFromDisposeScope();
            return _weights = weights;
        }
    }

    /// <summary>Name of the first weight that is not finite; null if all are.</summary>
    internal string? FirstNotFinite() => NetworkWeights.FirstNotFinite(NamedWeights, Network, Description.HasForeignBuffers);

    void ICanSaveModel.Save(ModelSaveContext ctx) => ModelArchive.Save(ctx, this);

    /// <summary>
    /// Ends the model's use; the network's memory is freed when nobody else uses it. A prediction engine that is disposed, and disposes
    /// its model as ML.NET's engines do, ends no model: others may have been made of it.
    /// </summary>
    public void Dispose()
    {
        if (EngineDisposal.IsUnderWay)
            return;
        lock (_gate)
            _disposed = true;
        _own?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Called by the generated loader when ML.NET finds a DeepML component in a model.</summary>
    internal static NetworkTransformer Load(IHostEnvironment environment, object loadContext) =>
        ModelArchive.Load(environment, loadContext);

#pragma warning disable CA2255 // a program that has touched this assembly must be able to load models whatever lies beside it
    [ModuleInitializer]
    internal static void ServeLoader()
    {
        NativeGround.Prepare();
        LoaderAssembly.ServeFromMemory(LoadMethod);
    }
#pragma warning restore CA2255

    /// <summary>Makes the generated loader a reference of this assembly, so that it lies beside every application.</summary>
    internal static Type Loader => typeof(global::DeepML.Loader);

    /// <summary>The method that the loader calls where it is served from memory; the generated file names it.</summary>
    internal static System.Reflection.MethodInfo LoadMethod => ((Func<IHostEnvironment, object, NetworkTransformer>)Load).Method;
}
