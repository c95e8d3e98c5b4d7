using System.Reflection;
using System.Text;

namespace DeepML.Estimators.Tests.PublicSurface;

[TestClass]
public sealed class PublicSurfaceTests
{
    private static readonly string[] Assemblies = ["DeepML.Networks", "DeepML.Data", "DeepML.Trainers", "DeepML.Transforms", "DeepML.Estimators"];

    [TestMethod]
    public void The_public_surface_is_the_approved_one()
    {
        var actual = Assemblies.SelectMany(name => Surface(Assembly.Load(name))).Order(StringComparer.Ordinal).ToArray();
        var approved = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "PublicSurface", "approved.txt"));
        var actualFile = Path.Combine(AppContext.BaseDirectory, "PublicSurface", "actual.txt");
        File.WriteAllLines(actualFile, actual);
        var added = actual.Except(approved).Select(line => $"+ {line}");
        var removed = approved.Except(actual).Select(line => $"- {line}");
        var difference = string.Join(Environment.NewLine, added.Concat(removed));
        Assert.AreEqual("", difference, $"If this is meant, copy {actualFile} over test/Estimators.Tests/PublicSurface/approved.txt.");
    }

    [TestMethod]
    public void Every_public_type_stands_where_users_look_for_it()
    {
        var strangers = Assemblies.SelectMany(name => Assembly.Load(name).GetExportedTypes())
            .Where(type => type.Namespace is not ("DeepML" or "Microsoft.ML"))
            .Select(type => type.FullName);
        Assert.AreEqual("", string.Join(", ", strangers), "public types belong in DeepML, catalog methods in Microsoft.ML");
    }

    private static IEnumerable<string> Surface(Assembly assembly)
    {
        foreach (var type in assembly.GetExportedTypes())
        {
            yield return $"{Kind(type)} {Name(type)}";
            foreach (var member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
                if (Line(type, member) is { } line)
                    yield return line;
        }
    }

    private static string? Line(Type type, MemberInfo member) => member switch
    {
        _ when member.Name.Contains('<') || member.Name is "value__" => null,
        ConstructorInfo constructor => $"{Name(type)}({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } method => $"{Name(type)}.{method.Name}({Parameters(method)}) : {Name(method.ReturnType)}",
        PropertyInfo property => $"{Name(type)}.{property.Name} : {Name(property.PropertyType)}",
        FieldInfo field => $"{Name(type)}.{field.Name} : {Name(field.FieldType)}",
        _ => null,
    };

    private static string Kind(Type type) => type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
        : type.IsAbstract && type.IsSealed ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
        $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? FormattableString.Invariant($" = {p.DefaultValue ?? "null"}") : "")}"));

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return $"ref {Name(type.GetElementType()!)}";
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[]";
        if (!type.IsGenericType)
            return type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Name;
        var text = new StringBuilder(type.Name.Split('`')[0]);
        return text.Append('<').AppendJoin(", ", type.GetGenericArguments().Select(Name)).Append('>').ToString();
    }
}
