using DeepML;
using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using static TorchSharp.torch;

namespace Microsoft.ML;

/// <summary>Explains what fitted classifiers and regressors answer.</summary>
public static class ExplanationExtensions
{
    /// <summary>
    /// What each feature, pixel, key or step of a row has contributed to the answer of a network: see <see cref="ExplanationMethod"/>.
    /// </summary>
    /// <param name="model">The network; of a chain its last transformer (<c>chain.LastTransformer</c>).</param>
    /// <param name="data">Data as the network reads them: with what the transforms before it have made of them.</param>
    /// <param name="row">The row, from 0.</param>
    /// <param name="options">How; null for the method that fits the column.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, class, method or patch.</exception>
    /// <exception cref="ArgumentException">The baseline does not fit, or the method does not fit keys and tables.</exception>
    /// <exception cref="InvalidOperationException">The row cannot be scored.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public static Explanation Explain(
        this PredictionTransformer model, IDataView data, long row = 0, ExplanationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        options ??= new ExplanationOptions();
        using var use = model.Use();
        using var scope = NewDisposeScope();
        var column = model.Inputs[0];
        var method = MethodFor(column, options);
        Check(model, options);
        var explained = ExplainedRow.Read(model, data, row, options);
        int? classIndex = model.Head.ClassCount == 0 ? null : options.ClassIndex ?? Predicted(model, explained);
        var explainer = new Explainer(model, explained, classIndex);
        var (score, baselineScore) = explainer.Scores();
        var contributions = method == ExplanationMethod.Occlusion
            ? explainer.Occlusion(score)
            : explainer.IntegratedGradients(score - baselineScore);
        (int, int, int)? picture =
            column is ImageInput image ? (image.Format.Channels, image.Format.Height, image.Format.Width) : null;
        return new Explanation(method, explained.Names, contributions, score, baselineScore, picture);
    }

    private static ExplanationMethod MethodFor(SizedColumn column, ExplanationOptions options)
    {
        if (!Enum.IsDefined(options.Method))
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Method, $"Method must be one of {string.Join(", ", Enum.GetNames<ExplanationMethod>())}.");
        var hasSlopes = column.TensorType == ScalarType.Float32 && column is not TableInput;
        if (options.Method == ExplanationMethod.IntegratedGradients && !hasSlopes)
            throw new ArgumentException(
                $"Column '{column.Name}' holds {(column is TableInput ? "a table" : "keys")}, between which there is no way for gradients "
                + $"to follow: use {nameof(ExplanationMethod.Occlusion)}.", nameof(options));
        return options.Method != ExplanationMethod.Automatic ? options.Method
            : hasSlopes ? ExplanationMethod.IntegratedGradients : ExplanationMethod.Occlusion;
    }

    private static void Check(PredictionTransformer model, ExplanationOptions options)
    {
        if (options.ClassIndex is { } asked && (asked < 0 || asked >= model.Head.ClassCount))
            throw new ArgumentOutOfRangeException(
                nameof(options), asked, model.Head.ClassCount == 0
                    ? "ClassIndex must be null: the network predicts numbers."
                    : $"ClassIndex must be in [0, {model.Head.ClassCount - 1}].");
        if (options.PatchSize < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.PatchSize, "PatchSize must be at least 1.");
    }

    private static int Predicted(PredictionTransformer model, ExplainedRow row)
    {
        using var gradientsOff = no_grad();
        var answer = model.RawAnswer(row.Lengths is null ? [row.Row] : [row.Row, row.Lengths])[0]; // (answers)
        return model.Head.AnswerSize > 1 ? (int)answer.argmax().Read<long>() : answer.Read<float>() > 0 ? 1 : 0;
    }
}
