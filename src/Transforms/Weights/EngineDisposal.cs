using System.Diagnostics;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>
/// Tells a prediction engine's disposal of the model it was made of, which is ML.NET's default (<c>OwnsTransformer</c>), from that of the
/// model's owner: an engine is one of many users of a model, and the next one must find it alive, as it does with ML.NET's own models.
/// </summary>
/// <remarks>
/// ML.NET calls the same method for both, so that only the callers on the stack tell which it is. Disposing is rare enough for it.
/// </remarks>
internal static class EngineDisposal
{
    /// <summary>Whether a prediction engine is being disposed on this thread, from within which this is called.</summary>
    public static bool IsUnderWay
    {
        get
        {
            foreach (var frame in new StackTrace(skipFrames: 1, fNeedFileInfo: false).GetFrames())
                for (var type = frame.GetMethod()?.DeclaringType; type is not null; type = type.BaseType)
                    if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(PredictionEngineBase<,>))
                        return true;
            return false;
        }
    }
}
