using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted autoencoder: adds the code of each row, and can reconstruct rows from it.</summary>
[ArchiveKind("Autoencoder", version: 1)]
public sealed class AutoencoderTransformer : NetworkTransformer, IArchived<AutoencoderTransformer>
{
    private readonly AutoencoderColumns _columns;
    private readonly AutoencoderArchitecture _architecture;
    private readonly AutoencoderNetwork _network;

    internal AutoencoderTransformer(
        IHostEnvironment environment, AutoencoderColumns columns, AutoencoderArchitecture architecture, AutoencoderNetwork network, Device device)
        : base(environment, network, device)
    {
        _columns = columns;
        _architecture = architecture;
        _network = network;
        Inputs = [new VectorInput(columns.Input, "input", architecture.InputSize)];
        Outputs = [new VectorOutput(columns.Code, architecture.CodeSize)];
    }

    /// <summary>Numbers in the code.</summary>
    public int CodeSize => _architecture.CodeSize;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<OutputColumn> Outputs { get; }

    internal override object Description => new AutoencoderDescription(_columns, _architecture, TrainingHistory);

    /// <summary>Passes rows through the code and back.</summary>
    /// <param name="data">Data with the input column.</param>
    /// <returns>The data, with the input column replaced by its reconstruction: a vector of the same size.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type or size.</exception>
    public IDataView Reconstruct(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var output = new VectorOutput(_columns.Input, _architecture.InputSize);
        return new ScoringView(new Scorer(Inputs, [output], Device, (inputs, _) => [_network.call(inputs[0])]), data);
    }

    internal override Tensor?[] Score(Tensor[] inputs, bool[] wanted) => [_network.Encode(inputs[0])];

    static AutoencoderTransformer IArchived<AutoencoderTransformer>.FromArchive(ModelArchive archive, IHostEnvironment environment)
    {
        var description = archive.Describe<AutoencoderDescription>();
        var network = new AutoencoderNetwork(description.Architecture);
        archive.LoadInto(network);
        return new AutoencoderTransformer(environment, description.Columns, description.Architecture, network, CPU) { TrainingHistory = description.History };
    }
}

/// <summary>The columns of an autoencoder.</summary>
internal sealed record AutoencoderColumns(string Code, string Input);

/// <summary>What is saved of an autoencoder beside its weights.</summary>
internal sealed record AutoencoderDescription(AutoencoderColumns Columns, AutoencoderArchitecture Architecture, TrainingHistory History);
