namespace Microsoft.ML.Data;

/// A transform bound to an input schema: which columns it adds and how their values come about. See RowToRowTransformerBase.
internal abstract class RowMapper
{
    private DataViewSchema.DetachedColumn[] _outputs;

    protected RowMapper(DataViewSchema inputSchema) => InputSchema = inputSchema;

    public DataViewSchema InputSchema { get; }

    public DataViewSchema.DetachedColumn[] Outputs => _outputs ??= CreateOutputs();

    /// Names, types and annotations of the added columns; asked once.
    protected abstract DataViewSchema.DetachedColumn[] CreateOutputs();

    /// Indices of the input columns that the output needs.
    public abstract IEnumerable<int> DependenciesOf(int output);

    /// A ValueGetter of the output's raw type over the row; the disposer (may be null) runs when the row is disposed.
    public abstract Delegate CreateGetter(DataViewRow input, int output, out Action disposer);

    /// Getters of the active outputs (null for the others). Override when outputs share work.
    public virtual Delegate[] CreateGetters(DataViewRow input, bool[] active, out Action disposer)
    {
        var getters = new Delegate[active.Length];
        disposer = null;
        for (var i = 0; i < active.Length; i++)
            if (active[i])
            {
                getters[i] = CreateGetter(input, i, out var one);
                disposer += one;
            }
        return getters;
    }
}
