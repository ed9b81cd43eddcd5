using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design.Internal;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.EntityFrameworkCore.Scaffolding.Internal;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ShardClient.Tests.EfCore.CompiledModels;

/// <summary>Does what <c>dotnet ef dbcontext optimize</c> does, then what the application's build does with the files.</summary>
internal static class ModelCompiler
{
    private const string Namespace = "Compiled";

    /// <summary>The files, by name.</summary>
    public static Dictionary<string, string> Write(DbContext context, bool forNativeAot)
    {
        var here = typeof(ModelCompiler).Assembly;
        using var services = (ServiceProvider)new DesignTimeServicesBuilder(here, here, new OperationReporter(null), []).Build(context);
        var options = new CompiledModelCodeGenerationOptions { ContextType = context.GetType(), ModelNamespace = Namespace, Language = "C#", ForNativeAot = forNativeAot };
        var generator = services.GetRequiredService<ICompiledModelCodeGeneratorSelector>().Select(options);
        return generator.GenerateModel(context.GetService<IDesignTimeModel>().Model, options).ToDictionary(static file => file.Path, static file => file.Code);
    }

    /// <summary>The model that the files make.</summary>
    public static IModel Build(Dictionary<string, string> files, Type contextType)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Compiled_" + Guid.NewGuid().ToString("N"),
            files.Select(static file => CSharpSyntaxTree.ParseText(file.Value, path: file.Key)),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics.Where(static message => message.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        var model = AssemblyLoadContext.Default.LoadFromStream(image).GetType($"{Namespace}.{contextType.Name}Model", throwOnError: true)!;
        return (IModel)model.GetProperty("Instance", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
    }
}
