using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Makes ML.NET's ONNX converter (<c>ConvertToOnnx</c>) stop with an error at views of ours.</summary>
/// <remarks>
/// The converter goes from the last view back to the first and asks each that is an <c>ITransformCanSaveOnnx</c>, an internal interface,
/// whether it can be written. At any other view it ends with no more than a warning, takes that view's columns for the inputs of the graph
/// and so writes a model that computes nothing. A view of ours has the interface, and answers with an error.
/// </remarks>
internal static class OnnxRefusal
{
    // A version of ML.NET without the interface has another converter: views are then as they were made.
    private static readonly Type? Interface =
        typeof(TransformerChain<>).Assembly.GetType("Microsoft.ML.Model.OnnxConverter.ITransformCanSaveOnnx");

    /// <summary>Whether this version of ML.NET's converter can be made to stop.</summary>
    public static bool IsKnown => Interface is not null;

    /// <summary>The same view, at which the converter stops.</summary>
    /// <param name="view">The view.</param>
    /// <param name="source">The one it was made of.</param>
    /// <param name="error">Says why, and what to do.</param>
    public static IDataView At(IDataView view, IDataView source, Func<Exception> error)
    {
        if (Interface is null)
            return view;
        var refusing = (RefusingView)DispatchProxy.Create(Interface, typeof(RefusingView));
        refusing.Set(view, source, error);
        return (IDataView)(object)refusing;
    }

    /// <summary>
    /// Passes on what a data view is asked, and refuses the rest. The runtime derives the class that has the interface from it.
    /// </summary>
    internal class RefusingView : DispatchProxy
    {
        private IDataView _view = null!;
        private IDataView _source = null!;
        private Func<Exception> _error = null!;

        /// <summary>Sets what the constructor cannot take.</summary>
        public void Set(IDataView view, IDataView source, Func<Exception> error) => (_view, _source, _error) = (view, source, error);

        /// <inheritdoc/>
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.DeclaringType == typeof(IDataView))
                return targetMethod.Invoke(_view, BindingFlags.DoNotWrapExceptions, null, args, null);
            if (targetMethod.Name == "get_Source")
                return _source;
            throw _error();
        }
    }
}
