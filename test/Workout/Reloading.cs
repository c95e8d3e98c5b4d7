using Microsoft.ML;

namespace DeepML.Workout;

/// <summary>Saves models and loads them again.</summary>
public static class Reloading
{
    /// <summary>The model as a program gets it that loads its file; to be disposed by the caller.</summary>
    public static T Reloaded<T>(this MLContext ml, T model)
        where T : class, ITransformer
    {
        using var file = new MemoryStream();
        ml.Model.Save(model, null, file);
        file.Position = 0;
        return (T)ml.Model.Load(file, out _);
    }
}
