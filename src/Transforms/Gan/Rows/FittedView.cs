using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML.Transforms;

/// <summary>The view that an augmenter was fitted to: the only one to which it adds rows by itself.</summary>
/// <param name="view">The view; null for a model that was loaded.</param>
internal sealed class FittedView(IDataView? view)
{
    /// <summary>What to do instead of writing an augmenter as ONNX by ML.NET's converter.</summary>
    public const string InsteadOfOnnx =
        "It serves training only and leaves the rows that are scored as they are: convert a chain of the other transformers";

    private readonly WeakReference<IDataView>? _view = view is null ? null : new WeakReference<IDataView>(view);
    private int _wasTold;

    /// <summary>Whether this is the view.</summary>
    public bool Is(IDataView input) => _view is not null && _view.TryGetTarget(out var fitted) && ReferenceEquals(fitted, input);

    /// <summary>Says, once, that other rows pass as they are.</summary>
    /// <param name="environment">The host.</param>
    /// <param name="augmenter">The name under which it speaks.</param>
    public void TellThatOthersPass(IHostEnvironment environment, string augmenter)
    {
        if (Interlocked.Exchange(ref _wasTold, 1) != 0)
            return;
        using var channel = environment.Register(augmenter).Start("Transform");
        channel.Info(MessageSensitivity.None,
            "These rows are not the view that the augmenter was fitted to: they pass without synthetic rows. Augment adds them to any "
            + "rows.");
    }
}
