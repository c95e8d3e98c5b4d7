using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace DeepML;

/// <summary>Adds the output of a layer of a fitted network as features. It learns nothing: the network is given.</summary>
public sealed class NetworkFeaturesEstimator : IEstimator<NetworkFeaturesTransformer>
{
    private readonly IHost _host;
    private readonly NetworkTransformer _model;
    private readonly NetworkFeaturesDescription _description;

    internal NetworkFeaturesEstimator(
        IHostEnvironment environment, string output, string? input, NetworkTransformer model, string? layer)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentNullException.ThrowIfNull(model);
        if (model.Network is not ILayeredNetwork network || model.Description is not ILayeredDescription description)
            throw new ArgumentException(
                $"A {model.GetType().Name} has no layers to take features from. There are in perceptrons, autoencoders, deep belief "
                    + "networks, convolutional and recurrent networks, taggers of sequences, prototypes and networks of several "
                    + "tasks.", nameof(model));
        var named = layer ?? network.LayerNames[network.FeatureLayer];
        if (!network.LayerNames.Contains(named))
            throw new ArgumentException(
                $"There is no layer '{named}'; there are {string.Join(", ", network.LayerNames)}.", nameof(layer));
        description.InputAs(input); // refuses a name where several columns are read
        _host = environment.Register("NetworkFeatures");
        _model = model;
        _description = NetworkFeaturesDescription.Of(output, input, named, model);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [_description.Input]);
        var features = SchemaShapes.Column(
            _description.OutputColumn, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false);
        return SchemaShapes.With(inputSchema, [features]);
    }

    /// <summary>Checks the column and copies the network, whose model may then be disposed.</summary>
    /// <param name="input">Data with the column that the network reads; no row is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of another type or size.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public NetworkFeaturesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, [_description.Input]);
        using var use = _model.Use();
        using var channel = _host.Start("Loading");
        var device = TrainingDevice.Of(_host, channel);
        var network = _description.CreateNetwork();
        NetworkWeights.Copy(_model.NamedWeights, network.state_dict());
        return new NetworkFeaturesTransformer(_host, _description, network.to(device), device);
    }
}
