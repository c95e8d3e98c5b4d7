using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML;

/// <summary>Adds classes to, and takes them from, the one classifier by prototypes in a chain.</summary>
public static class PrototypeChains
{
    /// <summary>A chain whose classifier knows one class more, from rows as the chain reads them. Nothing is trained.</summary>
    /// <param name="chain">A chain that holds exactly one classifier by prototypes; it stays as it is.</param>
    /// <param name="name">Name of the class.</param>
    /// <param name="rows">Some rows of the class, at least one: what comes before the classifier in the chain is done to them.</param>
    /// <returns>A chain with the same transformers and the new classifier, to be saved like any other.</returns>
    /// <exception cref="ArgumentException">
    /// The chain holds no such classifier, or several; or see <see cref="PrototypesTransformer.AddClass(string, IDataView)"/>.
    /// </exception>
    public static TransformerChain<ITransformer> AddClass(this ITransformer chain, string name, IDataView rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Replace(chain, (before, model) => model.AddClass(
            name, before.Aggregate(rows, (data, transformer) => transformer.Transform(data))));
    }

    /// <summary>A chain whose classifier knows one class less.</summary>
    /// <param name="chain">A chain that holds exactly one classifier by prototypes; it stays as it is.</param>
    /// <param name="name">Name of the class.</param>
    /// <returns>A chain with the same transformers and the new classifier.</returns>
    /// <exception cref="ArgumentException">
    /// The chain holds no such classifier, or several; or see <see cref="PrototypesTransformer.RemoveClass"/>.
    /// </exception>
    public static TransformerChain<ITransformer> RemoveClass(this ITransformer chain, string name) =>
        Replace(chain, (_, model) => model.RemoveClass(name));

    private static TransformerChain<ITransformer> Replace(
        ITransformer chain, Func<ITransformer[], PrototypesTransformer, PrototypesTransformer> change)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var members = Members(chain).ToArray();
        var places = Enumerable.Range(0, members.Length).Where(i => members[i] is PrototypesTransformer).ToArray();
        if (places is not [var place])
            throw new ArgumentException(
                $"The chain of {members.Length} transformers holds {places.Length} classifiers by prototypes; it must hold one.",
                nameof(chain));
        members[place] = change(members[..place], (PrototypesTransformer)members[place]);
        return new TransformerChain<ITransformer>(members);
    }

    private static IEnumerable<ITransformer> Members(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Members) : [model];
}
