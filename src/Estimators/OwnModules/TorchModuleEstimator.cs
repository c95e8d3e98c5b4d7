using DeepML.Data;
using DeepML.Estimators;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Trains a module of the program's own that answers one column with another.</summary>
/// <remarks>
/// Input: a vector of float of known size. Output: a vector of float, as long as the module's answer. What it learns to answer with is
/// the target column, or the input itself.
/// </remarks>
public sealed class TorchModuleEstimator : NetworkEstimator<TorchModuleOptions, TorchModuleTransformer>
{
    private readonly string _output;
    private readonly string _input;
    private readonly Func<int, nn.Module<Tensor, Tensor>> _module;

    internal TorchModuleEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, Func<int, nn.Module<Tensor, Tensor>> module,
        TorchModuleOptions options)
        : base(environment, "TorchModule", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(module);
        (_output, _input, _module) = (outputColumnName, inputColumnName ?? outputColumnName, module);
    }

    private protected override IReadOnlyList<InputColumn> Needed => Options.TargetColumnName is { } target
        ? [new VectorColumn(_input, "input"), new VectorColumn(target, "target")]
        : [new VectorColumn(_input, "input")];

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) => [new VectorOutput(_output, 1).Shape];

    private protected override TorchModuleTransformer Train(FitSession fit, FitRequest<TorchModuleTransformer> request)
    {
        var input = new VectorColumn(_input, "input").SizedBy(request.Input);
        IReadOnlyList<SizedColumn> columns = Options.TargetColumnName is { } target
            ? [input, new VectorColumn(target, "target").SizedBy(request.Input)]
            : [input];
        var rows = fit.Read(request.Input, columns, request.Validation);
        var module = OwnModule.Place(fit, Host, () => _module(input.Width), input.Width, request.Previous);
        var given = new GivenLoss(Options.Loss);
        using var step = module.Step((answer, batch) => given.Of(answer, TargetBaseline.TargetOf(batch)), new { Options.Loss });
        var history = fit.Train(step, rows);
        if (module.AnswerSize == columns[^1].Width)
            history = history with { Baseline = TargetBaseline.Measure(step, rows, given) };
        var description = new TorchModuleDescription(_output, module.AnswerSize, _input, input.Width, module.Saved, history);
        return new TorchModuleTransformer(Host, description, module.Placed.Network, fit.Device);
    }
}
