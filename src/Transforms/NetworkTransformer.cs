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
/// A fitted network as an ML.NET transformer: it adds columns to the rows that pass through, one row at a time for prediction
/// engines and in batches for data views, and is saved and loaded with the model around it.
/// </summary>
/// <remarks>Scoring may run on several threads at once; disposing frees the network's memory and ends its use.</remarks>
public abstract class NetworkTransformer : ITransformer, IDisposable
{
    private bool _disposed;

    private protected NetworkTransformer(IHostEnvironment environment, nn.Module network, Device device)
    {
        Environment = environment;
        Network = network;
        Device = device;
        network.eval();
        // A caller's dispose scope would end what a network made itself inside it: TorchSharp saves the weights of its own layers only.
        foreach (var weight in network.parameters().Concat(network.buffers()))
            weight.DetachFromDisposeScope();
    }

    /// <summary>What happened while the network was trained.</summary>
    public TrainingHistory TrainingHistory { get; internal init; } = new();

    /// <summary>Number of trained weights.</summary>
    public long ParameterCount => Network.parameters().Sum(parameter => parameter.numel());

    /// <inheritdoc/>
    public virtual bool IsRowToRowMapper => true;

    /// <summary>The columns the network reads.</summary>
    internal abstract IReadOnlyList<InputColumn> Inputs { get; }

    /// <summary>The columns the network adds.</summary>
    internal abstract IReadOnlyList<OutputColumn> Outputs { get; }

    /// <summary>What is saved beside the weights: columns, architecture, learned scaling, history.</summary>
    internal abstract object Description { get; }

    /// <summary>The weights that are saved, by name.</summary>
    internal virtual IReadOnlyDictionary<string, Tensor> Weights => Network.state_dict();

    /// <summary>Where the network lives.</summary>
    internal Device Device { get; }

    private protected IHostEnvironment Environment { get; }

    private protected nn.Module Network { get; }

    /// <summary>Scores a batch: see <see cref="ScoreBatch"/>.</summary>
    internal abstract Tensor?[] Score(Tensor[] inputs, bool[] wanted);

    /// <summary>Makes a pass for single rows that does without torch; null where there is none.</summary>
    internal virtual Func<ScoreRow>? CreateRowPass => null;

    private Scorer Scorer => new(Inputs, Outputs, Device, ScoreAlive, CreateRowPass);

    /// <inheritdoc/>
    public virtual DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new ScoringSchema(Scorer, inputSchema).Output;
    }

    /// <inheritdoc/>
    public virtual IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new ScoringView(Scorer, input);
    }

    /// <inheritdoc/>
    public virtual IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new ScoringRowMapper(Scorer, inputSchema);
    }

    // A view is scored when its rows are read: that may be after the end of the transformer.
    private Tensor?[] ScoreAlive(Tensor[] inputs, bool[] wanted)
    {
        CheckAlive();
        return Score(inputs, wanted);
    }

    /// <summary>Refuses what needs the weights once they have been freed.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    internal void CheckAlive() => ObjectDisposedException.ThrowIf(_disposed, this);

    void ICanSaveModel.Save(ModelSaveContext ctx) => ModelArchive.Save(ctx, this);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the network.</summary>
    private protected virtual void Dispose(bool disposing)
    {
        if (_disposed || !disposing)
            return;
        _disposed = true;
        Network.Dispose();
    }

    /// <summary>Called by the generated loader when ML.NET finds a DeepML component in a model.</summary>
    internal static NetworkTransformer Load(IHostEnvironment environment, object loadContext) => ModelArchive.Load(environment, loadContext);

#pragma warning disable CA2255 // a program that has touched this assembly must be able to load models whatever lies beside it
    [ModuleInitializer]
    internal static void ServeLoader()
    {
        NativeGround.Prepare();
        MlNetInternals.ServeLoaderFromMemory(LoadMethod);
    }
#pragma warning restore CA2255

    /// <summary>The method that the generated loader calls.</summary>
    internal static System.Reflection.MethodInfo LoadMethod => ((Func<IHostEnvironment, object, NetworkTransformer>)Load).Method;
}
